import { expect, it } from 'vitest';
import * as wid from '../src/index.ts';

it('predicts with what the library exports', () => {
  const consul = wid.compileConsul({
    authMethod: {
      Name: 'jwt',
      Type: 'jwt',
      Config: { JWKSURL: 'http://127.0.0.1:1/jwks', ClaimMappings: { nomad_job_id: 'job' } },
    },
    bindingRules: [{ AuthMethod: 'jwt', BindType: 'service', BindName: '${value.job}' }],
    jwks: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: Buffer.alloc(32, 1).toString('base64url') }] },
  });
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = 1_700_000_000;
  const claims = { nomad_job_id: 'web', iat: now };
  const jwt = `${part({ alg: 'EdDSA' })}.${part(claims)}.`;
  const checks: readonly wid.Check[] = [{ resource: 'service', segment: 'web', access: 'write' }];
  const login: wid.ConsulLogin = { jwt, now, checks, verifies: () => true, traced: false };
  expect(wid.predictConsul(consul, login)).toMatchObject({
    login: { ok: true, status: 200 },
    token: { serviceIdentities: [{ ServiceName: 'web' }] },
    checks: [{ allow: true }],
    trace: [],
  });
  // Told what it does, it decides no differently.
  const { trace, ...others } = wid.predictConsul(consul, { ...login, traced: true });
  expect(wid.predictConsul(consul, login)).toEqual({ ...others, trace: [] });
  expect(trace.length).toBeGreaterThan(2);

  const config = { jwt_validation_pubkeys: [], jwks_url: 'http://127.0.0.1:1/jwks' };
  const vault = wid.prepareVault({ config, roles: {}, policies: {} });
  const mount = { path: 'jwt-nomad', accessor: 'a' };
  expect(wid.predictAtVault(vault, { mount, login: { role: 'web', jwt }, now, paths: [] }).login.ok).toBe(false);

  const job = { ID: 'web', TaskGroups: [{ Name: 'api', Tasks: [{ Name: 'server', Driver: 'exec', Config: { command: '/bin/true' } }] }] }; // prettier-ignore
  const predicted = wid.predictNomad({ nomad: { version: '1.11.1' }, job });
  expect(predicted.identities.map(({ task }) => task)).toEqual(['server']);
});

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
