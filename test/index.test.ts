import { expect, it } from 'vitest';
import * as wid from '../src/index.ts';

const specText = (jwks: string): string => `
version: 1
manifest: { store: consul, path: library/manifest }
issuers:
  nomad: { jwks_url: ${jwks} }
presets:
  - { preset: nomad-consul, issuer: nomad }
`;

it('plans and applies with what the library exports, and nothing else', async () => {
  const lab = await wid.startLab();
  const clients = wid.connect({ env: lab.environment() });
  try {
    const source = { name: 'here', text: specText(`${lab.nomad.address}/.well-known/jwks.json`) };
    const spec = wid.loadSpec([source], {}, () => expect.fail('the spec names no file'));
    const question: wid.Question = {
      spec: spec.name,
      intents: wid.intentsOf(spec.resources),
      existing: spec.existing,
      options: { adopt: false, prune: false, targets: [] },
      warnings: [],
    };
    const store = await wid.openStore(spec.manifest, spec.name, clients, wid.systemClock);
    const look = (): Promise<wid.Survey> =>
      wid.survey(question, clients, store, () => expect.fail('the spec names no secret'));

    const found = await look();
    expect(wid.summarize(found.plan)).toMatchObject({ create: 5 });
    const lock = await store.lock();
    const signal = new AbortController().signal;
    const result = await wid.applyPlan({ ...found, store, lock, limit: 4, signal, onEvent: () => undefined });
    await lock.release();
    expect(wid.applyAccount(result, { colour: false })).toBe('Done: 5 objects written.\n');
    const { plan } = await look();
    expect(wid.planText(plan, { colour: false })).toBe('No changes: all 5 objects are as the spec says.\n');
  } finally {
    await clients.close();
    await lab.stop();
  }
});

it('reads a cluster, explains and audits with what the library exports, and nothing else', async () => {
  const lab = await wid.startLab();
  const clients = wid.connect({ env: lab.environment() });
  try {
    const world = await wid.readLiveWorld(clients, {}, wid.silentLog);
    const saved = wid.parseWorld({ name: 'world.json', text: wid.formatWorld(world) });
    expect(saved).toEqual(world);
    const report = wid.audit(saved, wid.lookAt(saved, { now: saved.takenAt }), wid.rules);
    expect(report.findings.map(({ rule }) => rule)).toContain('consul/auth-method-missing');
    const job = { ID: 'web', TaskGroups: [{ Name: 'g', Tasks: [{ Name: 't', Driver: 'raw_exec', Vault: {} }] }] };
    const { chains } = wid.explain(wid.jobWorldOf(saved, { job, stored: false }), { now: saved.takenAt });
    expect(chains).toMatchObject([{ product: 'vault', workload: { group: 'g', task: 't' } }]);
  } finally {
    await clients.close();
    await lab.stop();
  }
});
