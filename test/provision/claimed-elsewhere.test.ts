import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/kinds/index.ts';
import { addressOf, complete, type Identity } from '../../src/kinds/kind.ts';
import { refuseClaimedElsewhere } from '../../src/provision/claimed-elsewhere.ts';
import type { PlannedStep } from '../../src/provision/planned-step.ts';
import { emptyManifest, type Entry, type Manifest } from '../../src/provision/manifest/manifest.ts';
import type { ManifestStore } from '../../src/provision/manifest/store.ts';
import type { Action } from '../../src/provision/plan.ts';

const identity: Identity = { name: 'reader' };
const address = addressOf('consul/policy', identity);

function step(action: Action, owned = false): PlannedStep {
  const rest = { changes: [], after: [], origin: undefined, place: undefined, because: undefined };
  const live = { identity, id: 'its-id', body: complete(kinds['consul/policy'].fields, {}) };
  const kind = 'consul/policy';
  return { address, kind, title: 'policy', action, owned, ...rest, intent: undefined, entry: undefined, live };
}

function owner(id: string): Manifest {
  const entry: Entry = { address, kind: 'consul/policy', identity, id, digest: '', pending: false, dependsOn: [] };
  return { ...emptyManifest('theirs'), entries: [entry] };
}

function storeWith(others: readonly Manifest[]): ManifestStore & { asked: number } {
  const unused = (): never => {
    throw new Error('not for this test');
  };
  return {
    asked: 0,
    description: 'a test',
    read: unused,
    write: unused,
    remove: unused,
    lock: unused,
    others() {
      this.asked += 1;
      return Promise.resolve(others);
    },
  };
}

describe('taking over what another spec owns', () => {
  it.each<[string, PlannedStep, readonly Manifest[], Action]>([
    ['is refused', step('adopt'), [owner('its-id')], 'conflict'],
    ['is refused when it would be replaced', step('replace'), [owner('its-id')], 'conflict'],
    ['is allowed when the other means an earlier object of that name', step('adopt'), [owner('an-older-id')], 'adopt'],
    ['is no question for what is ours', step('replace', true), [owner('its-id')], 'replace'],
    ['is no question when nobody else has a manifest', step('adopt'), [], 'adopt'],
  ])('%s', async (_title, given, others, expected) => {
    const plan = { spec: 'prod', steps: [given], warnings: [], partial: false };
    const [first] = (await refuseClaimedElsewhere(plan, storeWith(others))).steps;
    expect(first?.action).toBe(expected);
    if (expected === 'conflict') expect(first?.because).toContain('"theirs"');
  });

  it('reads no other manifest when nothing would be taken over', async () => {
    const store = storeWith([]);
    await refuseClaimedElsewhere({ spec: 'prod', steps: [step('update', true)], warnings: [], partial: false }, store);
    expect(store.asked).toBe(0);
  });
});
