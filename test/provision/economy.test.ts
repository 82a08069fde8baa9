import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Api, Clients, Path } from '../../src/clients/api.ts';
import { connect } from '../../src/clients/connect.ts';
import { startLab, type Lab } from '../../src/lab/embedded.ts';
import { applyPlan } from '../../src/provision/apply.ts';
import { intentsOf } from '../../src/provision/intent.ts';
import { openStore } from '../../src/provision/manifest/open-store.ts';
import { survey, type Question } from '../../src/provision/survey.ts';
import { loadSpec } from '../../src/spec/load.ts';
import type { Spec } from '../../src/spec/resource.ts';
import { systemClock } from '../../src/support/clock.ts';

const count = 30;
const each = (line: (index: string) => string): string =>
  Array.from({ length: count }, (_none, index) => line(String(index))).join('');

const text = (jwksUrl: string): string => `version: 1
name: economy
issuers:
  nomad: { jwks_url: "${jwksUrl}" }
consul:
  policies:
${each((n) => `    p${n}: { rules: 'key "${n}" { policy = "read" }' }\n`)}  roles:
${each((n) => `    r${n}: { policies: [p${n}] }\n`)}  auth_methods:
    m: { issuer: nomad, bound_audiences: [x] }
  binding_rules:
${each((n) => `    - { auth_method: m, bind_type: role, bind_name: r${n} }\n`)}vault:
  policies:
${each((n) => `    p${n}: { policy: 'path "${n}" { capabilities = ["read"] }' }\n`)}  auth_mounts:
    jwt:
      config: { issuer: nomad }
      roles:
${each((n) => `        r${n}: { bound_audiences: [x], user_claim: sub, token_policies: [p${n}] }\n`)}`;

let lab: Lab;
let clients: Clients;
let spec: Spec;

beforeAll(async () => {
  lab = await startLab();
  clients = connect({ env: lab.environment() });
  const source = { name: 'wid.yaml', text: text(`${lab.nomad.address}/.well-known/jwks.json`) };
  spec = loadSpec([source], {}, () => expect.fail('no file is named'));
});
afterAll(() => lab.stop());

/** An Api that notes every request, with the numbers of the names left out. */
function counting(api: Api, seen: Map<string, number>): Api {
  const note = (verb: string, path: Path): void => {
    const request = `${verb} ${api.product} ${path.join('/').replaceAll(/\d+/g, 'N')}`;
    seen.set(request, (seen.get(request) ?? 0) + 1);
  };
  return {
    ...api,
    get: (path, ...rest) => (note('GET', path), api.get(path, ...rest)),
    list: (path, ...rest) => (note('LIST', path), api.list(path, ...rest)),
    put: (path, ...rest) => (note('PUT', path), api.put(path, ...rest)),
    post: (path, ...rest) => (note('POST', path), api.post(path, ...rest)),
    delete: (path, ...rest) => (note('DELETE', path), api.delete(path, ...rest)),
  };
}

async function requestsOf(
  work: (clients: Clients, question: Question) => Promise<void>,
  resources = spec.resources,
): Promise<Record<string, number>> {
  const seen = new Map<string, number>();
  const { consul, vault, nomad } = clients;
  const counted = { consul: counting(consul, seen), vault: counting(vault, seen), nomad: counting(nomad, seen) };
  const options = { adopt: false, prune: false, targets: [] };
  await work(counted, {
    spec: spec.name,
    intents: intentsOf(resources),
    existing: [],
    options,
    warnings: [],
  });
  return Object.fromEntries([...seen].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const noSecret = (): never => expect.fail('no secret is asked for');

async function plan(through: Clients, question: Question, expected: readonly string[]): Promise<void> {
  const store = await openStore(spec.manifest, spec.name, through, systemClock);
  const { plan: made } = await survey(question, through, store, noSecret);
  expect([...new Set(made.steps.map(({ action }) => action))]).toEqual(expected);
}

it('asks for nothing twice, and for lists where they tell all, to plan a new cluster', async () => {
  expect(await requestsOf((through, question) => plan(through, question, ['create']))).toEqual({
    'GET consul acl/auth-method/m': 1,
    'GET consul acl/binding-rules': 1,
    'GET consul acl/policies': 1,
    'GET consul acl/roles': 1,
    'GET consul kv/wid/manifests/economy': 1,
    'GET vault auth/jwt/config': 1,
    'GET vault auth/jwt/role/rN': count,
    'GET vault sys/auth': 1,
    'GET vault sys/policies/acl/pN': count,
  });
});

it('sends one request for each object, and one more for what Vault does not answer, to make it all', async () => {
  const requests = await requestsOf(async (through, question) => {
    const store = await openStore(spec.manifest, spec.name, through, systemClock);
    const lock = await store.lock();
    const { plan: made, stored, manifest, reach } = await survey(question, through, store, noSecret);
    const signal = new AbortController().signal;
    const input = { plan: made, reach, store, stored, manifest, lock, limit: 8, signal, onEvent: () => undefined };
    expect((await applyPlan(input)).failed).toEqual([]);
    await lock.release();
  });
  const writes = Object.entries(requests).filter(([request]) => !/^GET|manifest|session/.test(request));
  expect(Object.fromEntries(writes)).toEqual({
    'POST vault auth/jwt/config': 1,
    'POST vault auth/jwt/role/rN': count,
    'POST vault sys/auth/jwt': 1,
    'PUT consul acl/auth-method': 1,
    'PUT consul acl/binding-rule': count,
    'PUT consul acl/policy': count,
    'PUT consul acl/role': count,
    'PUT vault sys/policies/acl/pN': count,
  });
  expect(requests['GET vault sys/auth/jwt'], 'the accessor of the new mount').toBe(1);
  expect(requests['PUT consul kv/wid/manifests/economy'], 'claims before, ids after').toBe(2);
});

it('knows unchanged Consul policies by the hashes of the list, and reads none of them', async () => {
  const requests = await requestsOf((through, question) => plan(through, question, ['none']));
  expect(Object.keys(requests).filter((request) => request.includes('acl/policy/'))).toEqual([]);
  expect(Object.values(requests).reduce((sum, number) => sum + number)).toBe(7 + 2 * count);
});

it('reads nothing that the spec does not concern', async () => {
  const onlyPolicies = spec.resources.filter(
    ({ kind, identity }) => kind === 'consul/policy' && identity.name === 'p1',
  );
  const other: Question['spec'] = 'other';
  const requests = await requestsOf(async (through, question) => {
    const store = await openStore({ store: 'consul', path: 'wid/manifests/other' }, other, through, systemClock);
    await survey({ ...question, spec: other }, through, store, noSecret);
  }, onlyPolicies);
  expect(requests).toEqual({ 'GET consul acl/policies': 1, 'GET consul kv/wid/manifests/other': 1 });
});
