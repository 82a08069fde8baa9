import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { connect, type Connection } from '../../src/clients/connect.ts';
import { describeWithServers, startConsul, startNomad, startVault, type Server } from '../servers/index.ts';
import { rejectionOf } from '../support/rejection.ts';

const hostile = [
  'a=b',
  "it's",
  'say "x"',
  'a#b',
  'a?b',
  'a&b',
  'two words',
  'naïve-日本-😀',
  '{s0}',
  '&#x2F;',
  '+',
  'a;b',
];

describeWithServers(['consul', 'vault', 'nomad'], 'the clients on real servers', () => {
  let servers: readonly Server[] = [];
  let env: Record<string, string> = {};
  let clients: Connection;
  let secrets: string;
  let publicKey: string;
  let sign: (claims: Record<string, string>) => Promise<string>;

  beforeAll(async () => {
    servers = await Promise.all([startConsul(), startVault(), startNomad({ acl: true })]);
    env = Object.assign({}, ...servers.map(({ environment }) => environment)) as Record<string, string>;
    clients = connect({ env });
    secrets = mkdtempSync(join(tmpdir(), 'wid-secrets-'));
    const keys = await generateKeyPair('RS256');
    publicKey = await exportSPKI(keys.publicKey);
    sign = (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuedAt()
        .setNotBefore('0s')
        .setExpirationTime('5m')
        .sign(keys.privateKey);
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(secrets, { recursive: true, force: true });
  });

  it.each(hostile)('keep the name %j as it is', async (name) => {
    const { consul, vault } = clients;
    expect(await consul.put(['kv', name], { v: 1 }, z.boolean())).toBe(true);
    expect(await consul.get(['kv', name], z.array(z.looseObject({ Key: z.string() })))).toMatchObject([{ Key: name }]);
    await vault.post(['secret', 'data', name], { data: { v: 1 } }, z.unknown());
    const listed = await vault.list(
      ['secret', 'metadata'],
      z.looseObject({ data: z.looseObject({ keys: z.array(z.string()) }) }),
    );
    expect(listed?.data.keys).toContain(name);
    expect(
      await vault.get(['secret', 'data', name], z.looseObject({ data: z.looseObject({ data: z.unknown() }) })),
    ).toMatchObject({ data: { data: { v: 1 } } });
  });

  const absent = '11111111-2222-3333-4444-555555555555';
  it.each([
    ['consul', ['acl', 'policy', absent]],
    ['consul', ['acl', 'role', absent]],
    ['consul', ['acl', 'binding-rule', absent]],
    ['consul', ['acl', 'auth-method', 'absent']],
    ['vault', ['sys', 'policies', 'acl', 'absent']],
    ['vault', ['sys', 'auth', 'absent']],
    ['nomad', ['job', 'absent']],
  ] as const)('take what is not there as absent and as deleted: %s %j', async (product, path) => {
    expect(await clients[product].get(path, z.unknown()).catch((error: { status: number }) => error.status)).toBe(
      product === 'vault' && path[1] === 'auth' ? 400 : undefined,
    );
    await expect(clients[product].delete(path)).resolves.toBeUndefined();
  });

  it('read all pages of a list', async () => {
    const names = ['a', 'b', 'c', 'd/e'];
    for (const name of names) await clients.nomad.put(['var', name], { Path: name, Items: { x: 'y' } }, z.unknown());
    const listed = await clients.nomad.list(['vars'], z.array(z.looseObject({ Path: z.string() })), {
      query: { per_page: '1' },
    });
    expect(listed?.map(({ Path }) => Path)).toEqual(names);
  });

  it('Nomad answers each of many reads that wait for each other with what was asked for', async () => {
    const names = Array.from({ length: 100 }, (_, number) => `many/${String(number)}`);
    const asked = [...names, ...names.map((name) => `${name}/absent`), ...names];
    for (const name of names)
      await clients.nomad.put(['var', name], { Path: name, Items: { x: 'y'.repeat(5000) } }, z.unknown());
    const variable = z.looseObject({ Path: z.string() });
    const found = await Promise.all(asked.map((name) => clients.nomad.get(['var', name], variable, { patient: true })));
    expect(found.map((one) => one?.Path)).toEqual(asked.map((name) => (name.endsWith('absent') ? undefined : name)));
  });

  it('log in to Consul with a workload’s own identity, and log out', async () => {
    const config = {
      JWTValidationPubKeys: [publicKey],
      BoundAudiences: ['consul.io'],
      ClaimMappings: { nomad_job_id: 'job' },
    };
    await clients.consul.put(['acl', 'auth-method'], { Name: 'workloads', Type: 'jwt', Config: config }, z.unknown());
    await clients.consul.put(
      ['acl', 'binding-rule'],
      { AuthMethod: 'workloads', BindType: 'service', BindName: '${value.job}' },
      z.unknown(),
    );
    writeFileSync(join(secrets, 'nomad_consul_default.jwt'), await sign({ aud: 'consul.io', nomad_job_id: 'web' }));
    const task = {
      CONSUL_HTTP_ADDR: env['CONSUL_HTTP_ADDR'],
      NOMAD_SECRETS_DIR: secrets,
      WID_CONSUL_AUTH_METHOD: 'workloads',
    };
    const own = connect({ env: task });
    const self = await own.consul.get(
      ['acl', 'token', 'self'],
      z.looseObject({ AccessorID: z.string(), AuthMethod: z.string() }),
    );
    expect(self?.AuthMethod).toBe('workloads');
    await own.close();
    expect(
      await clients.consul.get(['acl', 'tokens'], z.array(z.looseObject({ AccessorID: z.string() }))),
    ).not.toContainEqual(expect.objectContaining({ AccessorID: self?.AccessorID }));
    const error = await rejectionOf(
      connect({ env: { ...task, WID_CONSUL_AUTH_METHOD: 'other' } }).consul.get(['acl', 'token', 'self'], z.unknown()),
    );
    expect(error.message).toContain('auth method "other" not found');
  });

  it('log in to Vault with a workload’s own identity, and revoke the token', async () => {
    const { vault } = clients;
    await vault.post(['sys', 'auth', 'team/jwt'], { type: 'jwt' }, z.unknown());
    await vault.post(
      ['auth', 'team/jwt', 'config'],
      { jwt_validation_pubkeys: [publicKey], default_role: 'web' },
      z.unknown(),
    );
    await vault.post(
      ['auth', 'team/jwt', 'role', 'web'],
      { role_type: 'jwt', user_claim: 'nomad_job_id', bound_audiences: ['vault.io'] },
      z.unknown(),
    );
    const task = {
      VAULT_ADDR: env['VAULT_ADDR'],
      HOME: secrets,
      NOMAD_SECRETS_DIR: secrets,
      NOMAD_TOKEN_vault_default: await sign({ aud: 'vault.io', nomad_job_id: 'web' }),
      WID_VAULT_AUTH_MOUNT: 'team/jwt',
    };
    const own = connect({ env: task });
    const self = await own.vault.get(
      ['auth', 'token', 'lookup-self'],
      z.looseObject({ data: z.looseObject({ accessor: z.string(), path: z.string() }) }),
    );
    expect(self?.data.path).toBe('auth/team/jwt/login');
    await own.close();
    const accessors = await vault.list(
      ['auth', 'token', 'accessors'],
      z.looseObject({ data: z.looseObject({ keys: z.array(z.string()) }) }),
    );
    expect(accessors?.data.keys).not.toContain(self?.data.accessor);
  });
});
