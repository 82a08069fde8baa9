import { describe, expect, it } from 'vitest';
import type { LiveObjects } from '../../src/collect/live.ts';
import { kinds } from '../../src/kinds/index.ts';
import { complete, type Live } from '../../src/kinds/kind.ts';
import type { Intent } from '../../src/provision/intent.ts';
import { makePlan } from '../../src/provision/make-plan.ts';
import { emptyManifest, type Entry } from '../../src/provision/manifest/manifest.ts';
import { readdress } from '../../src/provision/readdress.ts';

const kind = 'consul/binding-rule';
const address = (suffix: string): string => `consul/binding-rule/m/${suffix}`;

function body(role: string, selector: string): Intent['body'] {
  return complete(kinds[kind].fields, { bind_type: 'role', bind_name: role, selector });
}

const wanted = (at: string, role: string, selector: string): Intent => ({
  kind,
  identity: { name: `role/${role}`, parent: 'm' },
  address: address(at),
  body: body(role, selector),
  dependsOn: [],
  place: 'wid.yaml:1:1',
  origin: 'the spec',
});

const there = (id: string, role: string, selector: string): Live => ({
  identity: { name: `role/${role}`, parent: 'm' },
  id,
  body: body(role, selector),
});

const ours = (at: string, id: string, role = at.replace(/^role\/|#.*$/g, '')): Entry => ({
  address: address(at),
  kind,
  identity: { name: `role/${role}`, parent: 'm' },
  id,
  digest: '',
  pending: false,
  dependsOn: [],
});

function plan(intents: readonly Intent[], objects: readonly Live[], entries: readonly Entry[]): readonly string[] {
  const live: LiveObjects = { byKind: new Map([[kind, objects]]), accessors: new Map() };
  const manifest = readdress({ ...emptyManifest('prod'), entries: [...entries] }, intents, live);
  const options = { adopt: false, prune: true, targets: [] };
  return makePlan({ spec: 'prod', intents, manifest, live, options }).steps.map(
    (step) => `${step.action} ${step.address.slice(address('').length)} ${step.live?.id ?? ''}`,
  );
}

describe('a binding rule that is ours stays ours', () => {
  it('when its bind name is edited in the spec, which gives it another address', () => {
    expect(plan([wanted('role/new', 'new', 's')], [there('1', 'old', 's')], [ours('role/old', '1')])).toEqual([
      'update role/new 1',
    ]);
  });

  it('when the rule before it leaves the spec and it loses its number', () => {
    expect(
      plan(
        [wanted('role/r', 'r', 'b')],
        [there('1', 'r', 'a'), there('2', 'r', 'b')],
        [ours('role/r', '1'), ours('role/r#2', '2')],
      ),
    ).toEqual(['none role/r 2', 'delete role/r#2 1']);
  });

  it('when a rule is put before it and it gets a number', () => {
    expect(
      plan([wanted('role/r', 'r', 'new'), wanted('role/r#2', 'r', 'a')], [there('1', 'r', 'a')], [ours('role/r', '1')]),
    ).toEqual(['create role/r ', 'none role/r#2 1']);
  });

  it('when somebody edited its bind name by hand and it left the spec', () => {
    expect(plan([], [there('1', 'by-hand', 's')], [ours('role/r', '1')])).toEqual(['delete role/r 1']);
  });

  it('when somebody edited it and made another that says what it should say', () => {
    expect(
      plan([wanted('role/r', 'r', 's')], [there('0', 'r', 's'), there('1', 'r', 'edited')], [ours('role/r', '1')]),
    ).toEqual(['update role/r 1']);
  });

  it('and one that is not ours stays theirs', () => {
    expect(plan([wanted('role/r', 'r', 's')], [there('1', 'r', 't')], [ours('role/r', '9')])).toEqual([
      'conflict role/r 1',
    ]);
  });
});
