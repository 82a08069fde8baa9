import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { startConsul, type EmbeddedConsul } from '../../src/lab/consul/server.ts';
import { startLab } from '../../src/lab/embedded.ts';
import { startVault } from '../../src/lab/vault/server.ts';
import { stepsOn } from '../../src/lab/scenarios/steps.ts';
import { workloadOf } from '../../src/lab/workload.ts';
import { listen } from '../support/listen.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** An address that serves keys, counts how often it is asked, and can be given another key or switched off. */
async function issuer(): Promise<{
  readonly url: string;
  asked(): number;
  rotate(): Promise<void>;
  stop(): Promise<void>;
  sign(claims: object): Promise<string>;
}> {
  let asked = 0;
  let pair = await generateKeyPair('RS256');
  let kid = 'one';
  const { address, stop } = await listen((_request, response) => {
    asked += 1;
    void exportJWK(pair.publicKey).then((jwk) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ keys: [{ ...jwk, kid }] }));
    });
  });
  stops.push(stop);
  return {
    url: `${address}/keys`,
    asked: () => asked,
    rotate: async () => {
      pair = await generateKeyPair('RS256');
      kid = 'two';
    },
    stop,
    sign: (claims) =>
      new SignJWT({ iat: 1000, nbf: 1000, exp: 100_000, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid })
        .sign(pair.privateKey),
  };
}

function send(address: string, header: string, token: string) {
  return async (method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> => {
    const request = {
      method,
      headers: { [header]: token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const answer = await fetch(address + path, request);
    const text = await answer.text();
    try {
      return { status: answer.status, body: JSON.parse(text) as unknown };
    } catch {
      return { status: answer.status, body: text };
    }
  };
}

async function consulWith(url: string, now: () => number): Promise<EmbeddedConsul> {
  const consul = await startConsul({ now });
  stops.push(() => consul.stop());
  const root = send(consul.address, 'X-Consul-Token', consul.managementToken.reveal());
  await root('PUT', '/v1/acl/auth-method', {
    Name: 'jobs',
    Type: 'jwt',
    MaxTokenTTL: '5m',
    Config: { JWKSURL: url, BoundAudiences: ['consul.io'], ClaimMappings: { job: 'job' } },
  });
  await root('PUT', '/v1/acl/binding-rule', { AuthMethod: 'jobs', BindType: 'service', BindName: '${value.job}' });
  return consul;
}

describe("the lab's Consul", () => {
  it('ends the token of a login when its time is over by the given clock', async () => {
    let now = 2_000_000;
    const keys = await issuer();
    const consul = await consulWith(keys.url, () => now);
    const nobody = send(consul.address, 'X-Consul-Token', '');
    const login = { AuthMethod: 'jobs', BearerToken: await keys.sign({ aud: 'consul.io', job: 'web' }) };
    const { body } = await nobody('POST', '/v1/acl/login', login);
    const { SecretID, ExpirationTime } = body as { SecretID: string; ExpirationTime: string };
    expect(ExpirationTime).toBe(new Date(2_300_000).toISOString());
    const own = send(consul.address, 'X-Consul-Token', SecretID);
    expect((await own('PUT', '/v1/agent/service/register', { Name: 'web' })).status).toBe(200);
    now = 2_300_000;
    expect(await own('PUT', '/v1/agent/service/register', { Name: 'web' })).toEqual({
      status: 403,
      body: 'ACL not found',
    });
    now = 200_000_000;
    expect(await nobody('POST', '/v1/acl/login', login)).toMatchObject({
      status: 500,
      body: expect.stringContaining('(exp)'),
    });
  });

  it('keeps the keys that it fetched, asks again for an unknown one, and says when it cannot', async () => {
    const keys = await issuer();
    const consul = await consulWith(keys.url, () => 2_000_000);
    const nobody = send(consul.address, 'X-Consul-Token', '');
    const login = async (): Promise<{ status: number; body: unknown }> =>
      nobody('POST', '/v1/acl/login', {
        AuthMethod: 'jobs',
        BearerToken: await keys.sign({ aud: 'consul.io', job: 'web' }),
      });
    expect(keys.asked()).toBe(1); // when the method was written
    expect((await login()).status).toBe(200);
    expect((await login()).status).toBe(200);
    expect(keys.asked()).toBe(2);
    await keys.rotate();
    expect((await login()).status).toBe(200);
    expect(keys.asked()).toBe(3);
    await keys.rotate();
    await keys.stop();
    expect(await login()).toMatchObject({
      status: 500,
      body: expect.stringMatching(
        /^error verifying token: fetching keys oidc: get keys failed Get .*connection refused$/,
      ),
    });
  });
});

describe("the lab's Vault", () => {
  it('ends the token of a login when its period is over, unless it was renewed', async () => {
    let now = 2_000_000;
    const keys = await issuer();
    const vault = await startVault({ now: () => now });
    stops.push(() => vault.stop());
    const root = send(vault.address, 'X-Vault-Token', vault.rootToken.reveal());
    await root('POST', '/v1/sys/auth/jobs', { type: 'jwt' });
    await root('POST', '/v1/auth/jobs/config', { jwks_url: keys.url });
    const role = { role_type: 'jwt', bound_audiences: 'vault.io', user_claim: 'job', token_period: '10m' };
    await root('POST', '/v1/auth/jobs/role/jobs', role);
    const login = { role: 'jobs', jwt: await keys.sign({ aud: 'vault.io', job: 'web' }) };
    const { body } = await send(vault.address, 'X-Vault-Token', '')('POST', '/v1/auth/jobs/login', login);
    const token = (body as { auth: { client_token: string } }).auth.client_token;
    const own = send(vault.address, 'X-Vault-Token', token);
    now += 599_000;
    expect((await own('PUT', '/v1/auth/token/renew-self')).status).toBe(200);
    now += 599_000;
    expect((await own('GET', '/v1/auth/token/lookup-self')).body).toMatchObject({ data: { period: 600, ttl: 1 } });
    now += 1000;
    expect((await own('GET', '/v1/auth/token/lookup-self')).status).toBe(403);
  });
});

describe("the lab's Nomad", () => {
  it('signs what a job’s identities claim, as Nomad writes it, with the key of its JWKS', async () => {
    const lab = await startLab();
    stops.push(() => lab.stop());
    const Task = { Name: 'a<b', Driver: 'raw_exec', Config: { command: '/bin/true' }, Consul: {} };
    const Job = { ID: 'web', Datacenters: ['dc1'], TaskGroups: [{ Name: 'g', Tasks: [Task] }] };
    await stepsOn(lab).nomad('PUT', '/v1/jobs', { Job });
    const { identities } = await workloadOf(lab, 'web');
    expect(identities.map(({ name }) => name)).toEqual(['default', 'consul_default']);
    const keys = createRemoteJWKSet(new URL(`${lab.nomad.address}/.well-known/jwks.json`));
    const jwt = identities[1]?.jwt.reveal() ?? '';
    const { payload } = await jwtVerify(jwt, keys, {
      audience: 'consul.io',
      subject: 'global:default:web:g:a<b:consul_default',
    });
    expect(Object.keys(payload)).toEqual(Object.keys(payload).toSorted());
    const [header = '', claims = ''] = jwt.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'));
    expect(header).toBe(`{"alg":"RS256","kid":"${lab.nomad.state.keyring.id}","typ":"JWT"}`);
    expect(claims).toContain('"nomad_task":"a\\u003cb"');
  });

  it('signs for the sidecars that registration adds, and for every service', async () => {
    const lab = await startLab();
    stops.push(() => lab.stop());
    const Services = [{ Name: 'mesh', PortLabel: '9001', Provider: 'consul', Connect: { SidecarService: {} } }];
    const Tasks = [{ Name: 't', Driver: 'raw_exec', Config: { command: '/bin/true' } }];
    const group = { Name: 'g', Networks: [{ Mode: 'bridge' }], Services, Tasks };
    await stepsOn(lab).nomad('PUT', '/v1/jobs', { Job: { ID: 'web', Datacenters: ['dc1'], TaskGroups: [group] } });
    const { identities } = await workloadOf(lab, 'web');
    expect(identities.map(({ name, task, service }) => [name, task, service])).toEqual([
      ['default', 't', undefined],
      ['default', 'connect-proxy-mesh', undefined],
      ['consul-service_mesh-9001', undefined, 'mesh'],
    ]);
  });

  it('refuses a job as the real servers do', async () => {
    const lab = await startLab({ nomad: { integration: { serviceIdentity: { Audience: [], TTL: 0 } } } });
    stops.push(() => lab.stop());
    const group = {
      Name: 'g',
      Services: [{ Name: 'web', PortLabel: '80', Provider: 'consul' }],
      Tasks: [{ Name: 't', Driver: 'raw_exec', Config: { command: '/bin/true' } }],
    };
    await expect(
      stepsOn(lab).nomad('PUT', '/v1/jobs', { Job: { ID: 'web', Datacenters: ['dc1'], TaskGroups: [group] } }),
    ).rejects.toThrow('Service identity must provide at least one target aud value');
  });
});
