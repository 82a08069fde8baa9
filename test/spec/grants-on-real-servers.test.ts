import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConsulApi } from '../../src/clients/consul.ts';
import { createVaultApi } from '../../src/clients/vault.ts';
import type { Field } from '../../src/kinds/field.ts';
import { kinds } from '../../src/kinds/index.ts';
import { accessorKey, type Reach } from '../../src/kinds/kind.ts';
import { loadSpec } from '../../src/spec/load.ts';
import type { Resource } from '../../src/spec/resource.ts';
import { Secret } from '../../src/support/secret.ts';
import { describeWithServers, findServer, startConsul, startVault, type Server } from '../servers/index.ts';
import { issuerOf, listen, type Listening } from '../support/listen.ts';

/** The members of answers that are looked at here. */
interface Answer {
  readonly SecretID?: string;
  readonly auth?: { readonly client_token: string };
}

/** Characters that selectors, policies and names each have to get past. */
const odd = 'we"ird/Job ü\\`';

describeWithServers(['consul', 'nomad', 'vault'], 'presets and grants, on real servers', () => {
  let consul: Server;
  let vault: Server;
  let issuer: Listening;
  let sign: (claims: Readonly<Record<string, string>>, audience: string) => Promise<string>;
  let resources: readonly Resource[];
  let reach: Reach;

  const ask = async (
    server: Server,
    path: string,
    token: string,
    body?: unknown,
  ): Promise<{ status: number; body: Answer }> => {
    const answer = await fetch(`${server.address}/v1/${path}`, {
      headers: { [server === consul ? 'X-Consul-Token' : 'X-Vault-Token']: token },
      ...(body === undefined ? {} : { method: path.startsWith('kv/') ? 'PUT' : 'POST', body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (/^[[{]/.test(text) ? JSON.parse(text) : {}) as Answer };
  };

  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'k', use: 'sig', alg: 'RS256' }];
    sign = (claims, audience) =>
      new SignJWT({ sub: Object.values(claims).join(':'), ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'k' })
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey);
    issuer = await listen(issuerOf(keys));
    const jwks = `${issuer.address}/jwks`;
    [consul, vault] = await Promise.all([startConsul(), startVault()]);

    const env = { ...process.env, ...consul.environment, ...vault.environment };
    for (const product of ['consul', 'vault']) {
      await promisify(execFile)(findServer('nomad') ?? '', ['setup', product, '-y', '-jwks-url', jwks], { env });
    }
    const text = `version: 1
issuers: { nomad: { jwks_url: '${jwks}' } }
presets: [{ preset: nomad-consul, issuer: nomad }, { preset: nomad-vault, issuer: nomad }]
grants:
  - job: powerdns
    namespace: prod
    consul: { keys: ['powerdns/*', exact], services: [consul] }
    vault: { paths: [secret/foo, 'secret/foo/*'] }
  - job: powerdns
    namespace: prod
    service: dns
    consul: { keys: [of-the-service] }
  - job: ${JSON.stringify(odd)}
    namespace: prod
    task: a b
    consul: { keys: [${JSON.stringify(`${odd}\${x}`)}] }
    vault: { paths: [${JSON.stringify(`secret/${odd}`)}] }
`;
    ({ resources } = loadSpec([{ name: 'wid.yaml', text }], {}, () => ''));
    const settings = ({ address, token }: Server) => ({ address, token: new Secret(token) });
    reach = {
      clients: {
        consul: createConsulApi(settings(consul)),
        vault: createVaultApi(settings(vault)),
      } as Reach['clients'],
      accessors: new Map(),
      secret: () => '',
    };
  });
  afterAll(async () => {
    await Promise.all([consul.stop(), vault.stop(), issuer.stop()]);
  });

  it('nomad setup makes what the presets ask for, field for field', async () => {
    const [mount] = await kinds['vault/auth-mount'].read(
      reach,
      resources.filter(({ kind }) => kind === 'vault/auth-mount'),
    );
    const accessors = new Map([[accessorKey('jwt-nomad', undefined), mount?.id ?? '']]);
    const wanted = resources.filter(({ origin }) => origin.startsWith('preset'));
    expect(wanted).toHaveLength(9);
    for (const resource of wanted) {
      const kind = kinds[resource.kind];
      const read = await kind.read(reach, [resource]);
      const name = resource.identity.name;
      const live = read.find(({ identity }) => identity.name === name);
      expect(live, resource.address).toBeDefined();
      const body = kind.resolve?.(resource.body, resource.identity, accessors) ?? resource.body;
      for (const [field, { same }] of Object.entries<Field>(kind.fields)) {
        expect(
          same(body[field] ?? null, live?.body[field] ?? null),
          `${resource.address} ${field}: ${JSON.stringify(live?.body[field])}`,
        ).toBe(true);
      }
    }
  });

  describe('a grant', () => {
    beforeAll(async () => {
      for (const resource of resources.filter(({ origin }) => origin.startsWith('a grant'))) {
        await kinds[resource.kind].create(reach, resource);
      }
      for (const key of ['powerdns/a', 'exact', 'exactly', 'other', 'of-the-service', `${odd}\${x}`]) {
        await ask(consul, `kv/${encodeURIComponent(key)}`, consul.token, 'x');
      }
      for (const path of ['foo', 'foo/bar', 'other', encodeURIComponent(odd).replaceAll('%2F', '/')]) {
        await ask(vault, `secret/data/${path}`, vault.token, { data: { a: 'b' } });
      }
    });

    const workload = (job: string, more: Readonly<Record<string, string>>) => ({
      nomad_namespace: 'prod',
      nomad_job_id: job,
      ...more,
    });
    const consulLogin = async (
      claims: Readonly<Record<string, string>>,
    ): Promise<{ status: number; token: string }> => {
      const login = { AuthMethod: 'nomad-workloads', BearerToken: await sign(claims, 'consul.io') };
      const { status, body } = await ask(consul, 'acl/login', '', login);
      return { status, token: status === 200 ? String(body.SecretID) : '' };
    };
    const vaultLogin = async (
      role: string,
      claims: Readonly<Record<string, string>>,
    ): Promise<{ status: number; token: string }> => {
      const { status, body } = await ask(vault, 'auth/jwt-nomad/login', '', {
        role,
        jwt: await sign(claims, 'vault.io'),
      });
      return { status, token: status === 200 ? String(body.auth?.client_token) : '' };
    };

    it('opens to the tasks of the job just what it names in Consul', async () => {
      const { token } = await consulLogin(workload('powerdns', { nomad_task: 't' }));
      const status = async (key: string): Promise<number> => (await ask(consul, `kv/${key}`, token)).status;
      expect(await Promise.all(['powerdns/a', 'exact', 'exactly', 'other', 'of-the-service'].map(status))).toEqual([
        200, 200, 403, 403, 403,
      ]);
      expect((await ask(consul, 'health/service/consul', token)).body).toHaveLength(1);
      expect((await ask(consul, 'kv/exact', token, 'write')).status).toBe(403);
    });

    it('gives a service only what is granted to the service', async () => {
      const { token } = await consulLogin(workload('powerdns', { nomad_service: 'dns' }));
      const status = async (key: string): Promise<number> => (await ask(consul, `kv/${key}`, token)).status;
      expect(await Promise.all(['of-the-service', 'powerdns/a'].map(status))).toEqual([200, 403]);
    });

    it('lets no other job in', async () => {
      expect((await consulLogin(workload('other', { nomad_task: 't' }))).status).toBe(403);
      expect((await consulLogin({ ...workload('powerdns', { nomad_task: 't' }), nomad_namespace: 'dev' })).status).toBe(
        403,
      );
      expect((await vaultLogin('nomad_prod_powerdns', workload('other', { nomad_task: 't' }))).status).toBe(400);
      expect(
        (await vaultLogin('nomad_prod_powerdns', { ...workload('powerdns', {}), nomad_namespace: 'dev' })).status,
      ).toBe(400);
    });

    it('opens to the job just what it names in Vault', async () => {
      const { token } = await vaultLogin('nomad_prod_powerdns', workload('powerdns', { nomad_task: 't' }));
      const status = async (path: string): Promise<number> => (await ask(vault, `secret/data/${path}`, token)).status;
      expect(await Promise.all(['foo', 'foo/bar', 'other', 'prod/powerdns'].map(status))).toEqual([200, 200, 403, 403]);
    });

    it('works for names that need quoting everywhere', async () => {
      const claims = workload(odd, { nomad_task: 'a b' });
      const { token } = await consulLogin(claims);
      expect((await ask(consul, `kv/${encodeURIComponent(`${odd}\${x}`)}`, token)).status).toBe(200);
      expect((await ask(consul, 'kv/other', token)).status).toBe(403);
      expect((await consulLogin(workload(odd, { nomad_task: 'a' }))).status).toBe(403);
      const role =
        resources.find(({ kind, origin }) => kind === 'vault/jwt-role' && origin.includes(odd))?.identity.name ?? '';
      const login = await vaultLogin(role, claims);
      const path = encodeURIComponent(odd).replaceAll('%2F', '/');
      expect((await ask(vault, `secret/data/${path}`, login.token)).status).toBe(200);
      expect((await ask(vault, 'secret/data/foo', login.token)).status).toBe(403);
    });
  });
});
