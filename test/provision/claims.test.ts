import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/kinds/index.ts';
import { complete, type Identity, type Live } from '../../src/kinds/kind.ts';
import { claimsAfter, claimsBefore } from '../../src/provision/claims.ts';
import { makePlan } from '../../src/provision/make-plan.ts';
import type { WorkPlan } from '../../src/provision/planned-step.ts';
import { emptyManifest, type Entry, type Manifest } from '../../src/provision/manifest/manifest.ts';
import { digestOf } from '../../src/provision/ownership.ts';

const kind = 'consul/binding-rule';
const body = complete(kinds[kind].fields, { bind_type: 'role', bind_name: 'web' });
const none = new Map<string, string>();
const old: Entry = {
  address: 'consul/binding-rule/old/role/web',
  kind,
  identity: { name: 'role/web', parent: 'old' },
  id: 'id-1',
  digest: digestOf(kinds[kind], body, none),
  pending: false,
  dependsOn: [],
};

function planWith(manifest: Manifest, parents: readonly (readonly [parent: string, id: string])[]): WorkPlan {
  const identity: Identity = { name: 'role/web', parent: 'new' };
  const intent = {
    kind,
    identity,
    address: 'consul/binding-rule/new/role/web',
    body,
    dependsOn: [],
    place: 'wid.yaml:1:1',
    origin: 'the spec',
  } as const;
  const live = parents.map(([parent, id]): Live => ({ identity: { name: 'role/web', parent }, id, body }));
  return makePlan({
    spec: 'prod',
    intents: [intent],
    manifest,
    live: { byKind: new Map([[kind, live]]), accessors: none },
    options: { adopt: false, prune: false, targets: [] },
  });
}

describe('a rule that moves to another auth method', () => {
  const before = { ...emptyManifest('prod'), entries: [old] };
  const claimed = claimsBefore(planWith(before, [['old', 'id-1']]), before, none);
  const actions = ({ steps }: WorkPlan): unknown => steps.map(({ address, action }) => [address, action]);

  it('is claimed under both addresses until the old one is gone', () => {
    expect(claimed.entries.map(({ address, id, pending }) => [address, id, pending])).toEqual([
      ['consul/binding-rule/old/role/web', 'id-1', false],
      ['consul/binding-rule/new/role/web', null, true],
    ]);
  });

  it('is replaced by the next apply when this one was killed before its first write', () => {
    expect(actions(planWith(claimed, [['old', 'id-1']]))).toEqual([['consul/binding-rule/new/role/web', 'replace']]);
  });

  it('is created by the next apply when this one was killed behind the removal', () => {
    expect(actions(planWith(claimed, []))).toEqual([['consul/binding-rule/new/role/web', 'create']]);
  });

  it('is ours when this apply was killed behind the creation', () => {
    const next = planWith(claimed, [['new', 'id-2']]);
    expect(next.steps).toMatchObject([{ action: 'none', owned: true }]);
  });

  it('leaves the new claim alone at the end', () => {
    const after = claimsAfter(claimed, [
      { address: old.address, gone: true },
      { address: 'consul/binding-rule/new/role/web', id: 'id-2' },
    ]);
    expect(after.entries.map(({ address, id, pending }) => [address, id, pending])).toEqual([
      ['consul/binding-rule/new/role/web', 'id-2', false],
    ]);
  });
});

describe('the digest of a claim', () => {
  const named = 'vault/policy';
  const text = (policy: string): Live['body'] => complete(kinds[named].fields, { policy });
  const identity: Identity = { name: 'web' };
  const address = 'vault/policy/web';
  const planOf = (live: string, manifest: Manifest, wanted?: string): WorkPlan =>
    makePlan({
      spec: 'prod',
      intents:
        wanted === undefined
          ? []
          : [{ kind: named, identity, address, body: text(wanted), dependsOn: [], place: '', origin: 'the spec' }],
      manifest,
      live: { byKind: new Map([[named, [{ identity, id: 'web', body: text(live) }]]]), accessors: none },
      options: { adopt: true, prune: true, targets: [] },
    });

  it('is of the text that is there when an equal one is wanted, so that destroy knows it as left', () => {
    const [there, wanted] = ['path "a" { capabilities = ["read"] }', '# why\npath "a" { capabilities = [ "read" ] }'];
    const manifest = claimsBefore(planOf(there, emptyManifest('prod'), wanted), emptyManifest('prod'), none);
    expect(manifest.entries).toHaveLength(1);
    expect(manifest.entries[0]?.digest).toBe(digestOf(kinds[named], text(there), none));
  });

  it('is left out where the server keeps an id, which tells more', () => {
    const before = { ...emptyManifest('prod'), entries: [old] };
    const claimed = claimsBefore(planWith(before, []), before, none);
    expect(claimed.entries.find(({ pending }) => pending)?.digest).not.toBe('');
    const after = claimsAfter(claimed, [{ address: 'consul/binding-rule/new/role/web', id: 'id-2' }]);
    expect(after.entries.find(({ id }) => id === 'id-2')?.digest).toBe('');
  });
});
