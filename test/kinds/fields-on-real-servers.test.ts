import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/kinds/index.ts';
import type { Kind, Live, Wanted } from '../../src/kinds/kind.ts';
import { describeWithServers } from '../servers/index.ts';
import { bodyOf, differences, merged } from './samples/bodies.ts';
import { consulSamples } from './samples/consul.ts';
import { startServers, type ByHand, type RealServers } from './samples/real.ts';
import type { Alternative, Sample } from './samples/sample.ts';
import { surroundingsAt } from './samples/surroundings.ts';
import { mount, vaultSamples } from './samples/vault.ts';

/** Names of tests are made before servers run, so they come from samples that lead nowhere. */
const nowhere = surroundingsAt('http://127.0.0.1:1');

describeWithServers(['consul', 'vault'], 'every field of every kind, on real servers', () => {
  let real: RealServers;
  let samples: readonly Sample[];

  beforeAll(async () => {
    real = await startServers();
    samples = [...consulSamples(real.surroundings), ...vaultSamples(real.surroundings)];
    const JWKSURL = `${real.surroundings.issuer}/jwks`;
    await real.byHand.consul('PUT', 'acl/policy', { Name: 'linked' });
    await real.byHand.consul('PUT', 'acl/auth-method', {
      Name: 'parent',
      Type: 'jwt',
      Config: { JWKSURL, ClaimMappings: { job: 'job' } },
    });
    await real.byHand.vault('POST', `sys/auth/${mount}`, { type: 'jwt' });
  }, 120_000);

  afterAll(async () => {
    await real.stop();
  });

  for (const { kind: id } of [...consulSamples(nowhere), ...vaultSamples(nowhere)]) {
    describe(id, () => {
      const kind = kinds[id];
      const sampleOf = (): Sample => samples.find((one) => one.kind === id) as Sample;

      it('reads as absent before it is made, and as the spec says after', async () => {
        const sample = sampleOf();
        const wanted = { identity: sample.identity, body: bodyOf(kind, sample.base) };
        expect(await kind.read(real.reach, [wanted])).toEqual([]);
        const made = await kind.create(real.reach, wanted);
        const live = await only(kind, wanted, made);
        expect(live.id).toBe(made);
        expect(live.identity).toEqual(sample.identity);
        expect(differences(kind, live.body, wanted.body)).toEqual([]);
        const listed = (await kind.list(real.reach)).find((one) => one.id === made);
        expect(listed && differences(kind, listed.body, wanted.body)).toEqual([]);
        await remove(kind, wanted, live);
      });

      for (const name of Object.keys(kind.fields).filter((field) => kind.fields[field]?.needs === undefined)) {
        it(`${name} that was changed by hand is seen, and mended`, async () => {
          const sample = sampleOf();
          const alternative = sample.alternatives[name];
          if (alternative === undefined) expect.fail(`the sample of ${id} has no other value for ${name}`);
          await seenAndMended(kind, sample, name, alternative);
        });
      }
    });
  }

  async function seenAndMended(kind: Kind, sample: Sample, name: string, alternative: Alternative): Promise<void> {
    const byHand = real.byHand[kind.id.startsWith('consul') ? 'consul' : 'vault'];
    const replaces = kind.fields[name]?.replaces === true;
    const wanted: Wanted = { identity: sample.identity, body: bodyOf(kind, sample.base) };
    const other: Wanted = { identity: sample.identity, body: bodyOf(kind, { ...sample.base, ...alternative.spec }) };

    const before = await only(kind, wanted, await kind.create(real.reach, wanted));
    if (replaces) await kind.remove(real.reach, before);
    const id = await changeByHand(byHand, sample, alternative, replaces ? undefined : before.id);

    const drifted = await only(kind, wanted, id ?? (replaces ? undefined : before.id));
    expect(differences(kind, drifted.body, other.body)).toEqual([]);
    if (kind.fields[name]?.writeOnly === false) expect(differences(kind, drifted.body, wanted.body)).toContain(name);

    const mended = await bring(kind, wanted, drifted, replaces);
    expect(differences(kind, mended.body, wanted.body)).toEqual([]);
    const changed = alternative.shownOnly === true ? mended : await bring(kind, other, mended, replaces);
    if (alternative.shownOnly !== true) expect(differences(kind, changed.body, other.body)).toEqual([]);
    await remove(kind, wanted, changed);
  }

  /** Through wid: in place, or anew. */
  async function bring(kind: Kind, wanted: Wanted, live: Live, replaces: boolean): Promise<Live> {
    if (!replaces) {
      await kind.update(real.reach, wanted, live);
      return only(kind, wanted, live.id);
    }
    await kind.remove(real.reach, live);
    return only(kind, wanted, await kind.create(real.reach, wanted));
  }

  async function only(kind: Kind, wanted: Wanted, id: string | undefined): Promise<Live> {
    const found = await kind.read(real.reach, [wanted]);
    const live = kind.pair === undefined ? found[0] : found.find((one) => one.id === id);
    if (live === undefined) expect.fail(`${kind.id} ${wanted.identity.name} is not there`);
    return live;
  }

  /** A config cannot be deleted; its mount is made anew instead. */
  async function remove(kind: Kind, wanted: Wanted, live: Live): Promise<void> {
    await kind.remove(real.reach, live);
    if (kind.id === 'vault/jwt-config') {
      await real.byHand.vault('DELETE', `sys/auth/${mount}`);
      await real.byHand.vault('POST', `sys/auth/${mount}`, { type: 'jwt' });
    }
    const left = await kind.read(real.reach, [wanted]);
    expect(left.filter(({ id }) => id === live.id)).toEqual([]);
  }
});

/** The id of the object, where the server gave it a new one. */
async function changeByHand(
  byHand: ByHand,
  sample: Sample,
  { raw }: Alternative,
  id: string | undefined,
): Promise<string | undefined> {
  const object = merged(sample.raw, raw);
  const method = sample.kind.startsWith('consul') ? 'PUT' : 'POST';
  const answer = await byHand(method, id === undefined ? sample.made('') : sample.changed(id), object);
  return typeof answer.ID === 'string' ? answer.ID : undefined;
}
