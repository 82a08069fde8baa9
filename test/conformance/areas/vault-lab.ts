import { startVault } from '../../../src/lab/vault/server.ts';
import type { Dialect } from '../../../src/validation/vault/policy.ts';
import type { Vector } from '../../fixtures/vectors.ts';
import { signJwt, testKey } from '../../support/jwt.ts';
import { equal, type Verdict } from './area.ts';

/** What the vectors' server had: the workloads' policy, with `auth_jwt_1` for the mount's accessor, and their role. */
export interface Stored {
  readonly policy: string;
  readonly role: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly status: number;
  readonly body: any; // oxlint-disable-line no-explicit-any -- each path answers with its own
}

interface Server {
  send(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  login(claims: object): Promise<string>;
  readonly stored: Stored;
}

const key = testKey('e1', 'ed25519');
const usual = { sub: 's', aud: 'vault.io', nomad_namespace: 'default', nomad_job_id: 'web', nomad_task: 't' };
const kept = ['default/web/cfg', 'default/web', 'prod/web/cfg', 'default/a/b/cfg'];
const servers = new Map<Dialect, Promise<Server>>();

/** An embedded Vault or OpenBao, set up as the vectors' server was. */
async function serve(product: Dialect, { policy, role }: Stored): Promise<Server> {
  let clock = 1_795_363_273_000;
  const vault = await startVault({ product, now: () => clock });
  const send: Server['send'] = async (method, path, body, token = vault.rootToken.reveal()) => {
    // As long after a login as the observer was.
    clock += 500;
    const response = await fetch(`${vault.address}/v1/${path}`, {
      method,
      headers: token === '' ? {} : { 'X-Vault-Token': token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? '' : JSON.parse(text) };
  };
  const login = async (claims: object): Promise<string> => {
    const at = Math.floor(clock / 1000);
    const jwt = signJwt({ alg: 'EdDSA', kid: 'e1' }, { iat: at, exp: at + 100, ...claims }, key, 'EdDSA');
    return (await send('POST', 'auth/jwt/login', { jwt }, '')).body.auth.client_token as string;
  };
  await send('POST', 'sys/auth/jwt', { type: 'jwt' });
  await send('POST', 'auth/jwt/config', { jwt_validation_pubkeys: [key.pem], default_role: 'nomad-workloads' });
  for (const path of kept) await send('POST', `secret/data/${path}`, { data: { k: path } });
  const { accessor } = (await send('GET', 'sys/auth/jwt')).body.data as { accessor: string };
  return { send, login, stored: { policy: policy.replaceAll('auth_jwt_1', accessor), role } };
}

/** Whose login the token of a request comes from, where it is not the usual one. */
const holders: Readonly<Record<string, object>> = {
  'second token: prod': { nomad_namespace: 'prod' },
  'slash job: read': { nomad_job_id: 'a/b' },
  'slash job: capabilities': { nomad_job_id: 'a/b' },
  'slash job after allow: read': { nomad_job_id: 'a/b' },
  'missing mapped: read': { nomad_job_id: undefined, nomad_task: undefined },
};

/** What the role had become by then. */
const roles: Readonly<Record<string, object>> = {
  'missing mapped: read': { user_claim: 'sub', user_claim_json_pointer: false },
  'role read': { token_no_default_policy: true, token_bound_cidrs: '10.0.0.0/8' },
};

/** Sends the request of a vector to the embedded server and compares status and body. */
export async function labVerdict(vector: Vector, dialect: Dialect, stored: Stored): Promise<Verdict> {
  const { name, expected } = vector;
  let started = servers.get(dialect);
  if (started === undefined) servers.set(dialect, (started = serve(dialect, stored)));
  const server = await started;
  const { send } = server;
  const { policy, role } = server.stored;
  const allow = { allow_slashes_in_identity_templates: name === 'slash job after allow: read' };
  await send('POST', 'sys/policies/acl/nomad-workloads', { policy, ...allow });
  await send('POST', 'auth/jwt/role/nomad-workloads', { ...role, token_bound_cidrs: [], token_no_default_policy: false, ...roles[name] }); // prettier-ignore
  const answer = await ask(server, vector);
  const { status, body } = answer;
  if (status >= 300 || body === '' || expected.body.request_id !== undefined)
    return equal(shown({ status, body }), shown(expected));
  // An internal page says where the mount is, a flat answer says everything twice.
  return equal(shown({ status, body: { data: body.data, warnings: body.warnings } }), shown(expected));
}

async function ask({ send, login, stored }: Server, { name, input, expected }: Vector): Promise<Answer> {
  const upper = (): Promise<Answer> => send('PUT', 'sys/policies/acl/UPPER', { policy: stored.policy });
  switch (name) {
    case 'policy name upper':
      return upper();
    case 'policy list':
      await upper();
      return send('LIST', 'sys/policies/acl');
    case 'policy allow slashes':
      return send('POST', 'sys/policies/acl/nomad-workloads', { policy: stored.policy, ...input });
    case 'role read':
      return send('GET', 'auth/jwt/role/nomad-workloads');
    case 'login wrong mount':
      return send('POST', 'auth/nope/login', { role: 'x', jwt: 'x' }, '');
  }
  const own = name === 'no token' ? '' : name === 'bad token' ? 'hvs.unknown' : await login({ ...usual, ...holders[name] }); // prettier-ignore
  // The alias is the job's id, so that a login from another namespace takes away what the first token could read.
  if (name.startsWith('first token after 2nd login')) await login({ ...usual, nomad_namespace: 'prod' });
  const wanted = (expected.body.data ?? {}) as object;
  const paths = Object.keys(wanted).filter((path) => path !== 'capabilities');
  const body = input.path === 'sys/capabilities-self' ? { paths } : input.method === 'POST' ? { data: {} } : undefined;
  return send(input.method, input.path, body, own);
}

/** Ids and times differ from run to run. */
function shown(value: unknown): unknown {
  const text = JSON.stringify(value, (name, member: unknown) => {
    if (name === 'accessor' && !String(member).startsWith('kv_')) return '<accessor>';
    if (name === 'creation_time') return '<time>';
    return name === 'id' ? '<token>' : member;
  });
  const plain = text
    .replaceAll(/kv_[0-9a-f]{8}/g, 'kv_<hex>')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<time>')
    .replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, '<uuid>');
  return JSON.parse(plain);
}
