import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startConsul } from '../../../src/lab/consul/server.ts';
import type { Vector } from '../../fixtures/vectors.ts';
import { signJwt, testKey } from '../../support/jwt.ts';
import { equal, type Verdict } from './area.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Server {
  send(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  /** The token of a login with the method `m-static`. */
  login(claims: object): Promise<string>;
  /** From here on the server of the keys answers with an error. */
  breakKeys(): void;
  readonly now: number;
}

const key = testKey('r1', 'rsa');
const usual = { iss: 'iss-a', aud: 'consul.io', nomad_namespace: 'default', nomad_job_id: 'web' };

let started: Promise<Server> | undefined;

/** An embedded Consul, set up as the vectors' server was, as far as these vectors need. */
async function serve(): Promise<Server> {
  let broken = false;
  const keys = createServer((_, answer) => {
    if (broken) answer.writeHead(500).end('boom');
    else answer.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys: [key.jwk] }));
  });
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
  keys.unref();
  const now = 1_795_362_000;
  const consul = await startConsul({ now: () => now * 1000 });
  const send: Server['send'] = async (method, path, body, token = consul.managementToken.reveal()) => {
    const response = await fetch(`${consul.address}${path}`, {
      method,
      headers: token === '' ? {} : { 'X-Consul-Token': token },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.text() };
  };
  const put = async (path: string, body: object): Promise<void> => {
    const answer = await send('PUT', `/v1/acl/${path}`, body);
    if (answer.status !== 200) throw new Error(answer.body);
  };
  const BoundAudiences = ['consul.io'];
  const ClaimMappings = { nomad_namespace: 'nomad_namespace', nomad_job_id: 'nomad_job_id' };
  const address = `http://127.0.0.1:${String((keys.address() as AddressInfo).port)}/jwks`;
  const shared = { BoundAudiences, ClaimMappings };
  await put('auth-method', { Name: 'm-static', Type: 'jwt', Config: { JWTValidationPubKeys: [key.pem], ...shared } });
  await put('auth-method', { Name: 'm-jwks', Type: 'jwt', Config: { JWKSURL: address, ...shared } });
  await put('policy', { Name: 'kv', Rules: 'key_prefix "" { policy = "read" }' });
  await put('role', { Name: 'nomad-tasks-default', Policies: [{ Name: 'kv' }] });
  const login = async (claims: object): Promise<string> => {
    const rule = { AuthMethod: 'm-static', BindType: 'service', BindName: 'web' };
    const reader = { ...rule, BindType: 'role', BindName: 'nomad-tasks-default', Selector: 'value.nomad_job_id == kv' };
    await put('binding-rule', rule);
    await put('binding-rule', reader);
    const jwt = signJwt({ alg: 'RS256' }, { ...usual, iat: now, exp: now + 600, ...claims }, key, 'RS256');
    const answer = await send('POST', '/v1/acl/login', { AuthMethod: 'm-static', BearerToken: jwt }, '');
    return (JSON.parse(answer.body) as { SecretID: string }).SecretID;
  };
  return {
    send,
    login,
    breakKeys: () => {
      broken = true;
    },
    now,
  };
}

/** Sends the request of a vector to the embedded server and compares status and body. */
export async function consulLabVerdict({ area, name, input, expected }: Vector): Promise<Verdict> {
  started ??= serve();
  const server = await started;
  const answer =
    area === 'consul.live.logout'
      ? await logout(server, name)
      : area === 'consul.live.login'
        ? await login(server, name, input)
        : area === 'consul.live.probe'
          ? await probe(server, name, input)
          : await server.send('PUT', '/v1/acl/binding-rule', input);
  const { status, ...members } = expected;
  if (status !== answer.status || (members.body !== undefined && members.body !== answer.body))
    return { agrees: false, answered: answer };
  const { body: _, ...wanted } = members;
  const got = answer.body.startsWith('{') ? (JSON.parse(answer.body) as Record<string, unknown>) : {};
  return equal(Object.fromEntries(Object.keys(wanted).map((member) => [member, got[member]])), wanted);
}

async function logout({ send, login: logIn }: Server, name: string): Promise<Answer> {
  const out = (token?: string): Promise<Answer> => send('POST', '/v1/acl/logout', undefined, token);
  if (name === 'mgmt token') return out();
  if (name === 'none') return out('');
  const token = await logIn({});
  const first = await out(token);
  return name === 'again' ? out(token) : first;
}

async function login({ send, breakKeys, now }: Server, name: string, input: Vector['input']): Promise<Answer> {
  const post = (body: unknown): Promise<Answer> => send('POST', '/v1/acl/login', body, '');
  // The vectors name the two faults; the server's texts quote them.
  if (name === 'unknown field') return post({ AuthMethod: 'm-static', BearerToken: 'x', Zed: 1 });
  if (input.claims === undefined) return post('{bad');
  breakKeys();
  const jwt = signJwt(input.header, { ...input.claims, iat: now, nbf: now, exp: now + 600 }, key, 'RS256');
  return post({ AuthMethod: input.method, BearerToken: jwt });
}

async function probe({ send, login: logIn }: Server, name: string, input: Vector['input']): Promise<Answer> {
  const unknown = '11111111-1111-1111-1111-111111111111';
  const own = name.includes('unknown token') ? unknown : await logIn(name.startsWith('role ') ? { nomad_job_id: 'kv' } : {}); // prettier-ignore
  return send(input.method, input.path, input.method === 'PUT' ? { Name: 'web' } : undefined, own);
}
