import { blake2b } from '@noble/hashes/blake2.js';
import { describe, expect, it } from 'vitest';
import type { Api } from '../../src/clients/api.ts';
import { kinds } from '../../src/kinds/index.ts';
import type { KindId, Live, Reach } from '../../src/kinds/kind.ts';
import { bodyOf } from './samples/bodies.ts';
import { fakeApi } from './samples/fake-api.ts';
import type { Spec } from './samples/sample.ts';

const reaching = (api: Api): Reach => ({
  clients: { [api.product]: api } as unknown as Reach['clients'],
  accessors: new Map(),
  secret: () => '',
});
const wanted = (
  kind: KindId,
  name: string,
  spec: Spec = {},
  scope: { parent?: string; namespace?: string } = {},
): Live => ({
  identity: { name, ...scope },
  body: bodyOf(kinds[kind], spec),
  id: '',
});
const paths = (requests: readonly { method: string; path: string }[]): string[] =>
  requests.map(({ method, path }) => `${method} ${path}`);

describe('Consul policies', () => {
  const hashOf = (text: string): string =>
    Buffer.from(blake2b(new TextEncoder().encode(text), { dkLen: 32 })).toString('base64');
  const rules = 'key "a" { policy = "read" }';
  const listing = (stub: object): Record<string, unknown> => ({
    'GET acl/policies': [{ ID: 'one', Name: 'p', Description: '', Datacenters: null, ...stub }],
    'GET acl/policy/one': { ID: 'one', Name: 'p', Description: '', Rules: 'key "live" {}' },
  });

  it('are not read one by one while the hash in the list proves them unchanged', async () => {
    const { api, requests } = fakeApi('consul', listing({ Hash: hashOf(`p${rules}`) }));
    const [live] = await kinds['consul/policy'].read(reaching(api), [wanted('consul/policy', 'p', { rules })]);
    expect(live?.body).toMatchObject({ rules });
    expect(paths(requests)).toEqual(['GET acl/policies']);
  });

  it('are read where the hash is another', async () => {
    const { api } = fakeApi('consul', listing({ Hash: hashOf('else') }));
    const [live] = await kinds['consul/policy'].read(reaching(api), [wanted('consul/policy', 'p', { rules })]);
    expect(live?.body).toMatchObject({ rules: 'key "live" {}' });
  });

  it('are read where the same letters stand in the description instead of the rules', async () => {
    const { api } = fakeApi('consul', listing({ Description: rules, Hash: hashOf(`p${rules}`) }));
    const [live] = await kinds['consul/policy'].read(reaching(api), [wanted('consul/policy', 'p', { rules })]);
    expect(live?.body).toMatchObject({ rules: 'key "live" {}' });
  });

  it('that are built in are not listed', async () => {
    const { api } = fakeApi('consul', {
      'GET acl/policies': [
        { ID: '00000000-0000-0000-0000-000000000001', Name: 'global-management' },
        { ID: 'two', Name: 'builtin/global-read-only' },
      ],
    });
    expect(await kinds['consul/policy'].list(reaching(api))).toEqual([]);
  });
});

it.each<[KindId, string]>([
  ['consul/policy', 'GET acl/policies'],
  ['consul/role', 'GET acl/roles'],
  ['consul/binding-rule', 'GET acl/binding-rules'],
])('%s reads one list for all that share a namespace', async (kind, list) => {
  const { api, requests } = fakeApi('consul', { [list]: [] });
  const all = ['a', 'b', 'c'].map((name) => wanted(kind, name));
  await kinds[kind].read(reaching(api), [...all, wanted(kind, 'd', {}, { namespace: 'team' })]);
  expect(paths(requests)).toEqual([list, list.replace(' ', ' team: ')]);
});

it('reads all mounts at once, whatever slash a spec ends their path in', async () => {
  const { api, requests } = fakeApi('vault', { 'GET sys/auth': { data: { 'a/b/': { accessor: 'x', type: 'jwt' } } } });
  const live = await kinds['vault/auth-mount'].read(reaching(api), [
    wanted('vault/auth-mount', 'a/b'),
    wanted('vault/auth-mount', 'a/b/'),
    wanted('vault/auth-mount', 'a'),
  ]);
  expect(live.map(({ identity, id }) => [identity.name, id])).toEqual([
    ['a/b', 'x'],
    ['a/b/', 'x'],
  ]);
  expect(paths(requests)).toEqual(['GET sys/auth']);
});

it('takes names in other letters for the same object, and keeps the spelling of the spec', async () => {
  const { api } = fakeApi('consul', {
    'GET acl/roles': [{ ID: 'one', Name: 'Web' }],
    'GET acl/binding-rules': [{ ID: 'two', AuthMethod: 'Nomad', BindType: 'role', BindName: 'web' }],
  });
  const [role] = await kinds['consul/role'].read(reaching(api), [wanted('consul/role', 'wEB')]);
  expect(role?.identity).toEqual({ name: 'wEB' });
  const [rule] = await kinds['consul/binding-rule'].read(reaching(api), [
    wanted('consul/binding-rule', 'role/web', {}, { parent: 'nomad' }),
  ]);
  expect(rule?.identity).toEqual({ name: 'role/web', parent: 'nomad' });
});

it('reads a method whose settings were written in any case, and as bare words', async () => {
  const { api } = fakeApi('consul', {
    'GET acl/auth-method/m': {
      Name: 'm',
      Type: 'jwt',
      CreateIndex: 7,
      Config: { jwksurl: 'u', BOUNDAUDIENCES: 'a,b', clockskewleeway: '1000000000' },
    },
  });
  const [live] = await kinds['consul/auth-method'].read(reaching(api), [wanted('consul/auth-method', 'm')]);
  expect(live).toMatchObject({ id: '7', body: { jwks_url: 'u', bound_audiences: ['a,b'], clock_skew_leeway: 1 } });
});

it('lists the objects of every Consul namespace, the default one without its name', async () => {
  const { api } = fakeApi('consul', {
    'GET namespaces': [{ Name: 'default' }, { Name: 'team' }],
    'GET default: acl/roles': [{ ID: 'one', Name: 'a', Namespace: 'default', Partition: 'default' }],
    'GET team: acl/roles': [{ ID: 'two', Name: 'b', Namespace: 'team', Partition: 'default' }],
  });
  const live = await kinds['consul/role'].list(reaching(api));
  expect(live.map(({ identity }) => identity)).toEqual([{ name: 'a' }, { name: 'b', namespace: 'team' }]);
});

it('lists the roles of every JWT mount in every Vault namespace, and of no other mount', async () => {
  const role = { data: { role_type: 'jwt' } };
  const { api } = fakeApi('vault', {
    'LIST sys/namespaces': { data: { keys: ['team/'] } },
    'LIST team: sys/namespaces': { data: { keys: ['web/'] } },
    'GET sys/auth': { data: { 'token/': { accessor: 't', type: 'token' } } },
    'GET team: sys/auth': { data: { 'jwt/': { accessor: 'j', type: 'jwt' } } },
    'GET team/web: sys/auth': { data: { 'oidc/': { accessor: 'o', type: 'oidc' } } },
    'LIST team: auth/jwt/role': { data: { keys: ['a'] } },
    'LIST team/web: auth/oidc/role': { data: { keys: ['b'] } },
    'GET team: auth/jwt/role/a': role,
    'GET team/web: auth/oidc/role/b': role,
  });
  const live = await kinds['vault/jwt-role'].list(reaching(api));
  expect(live.map(({ identity }) => identity)).toEqual([
    { name: 'a', parent: 'jwt', namespace: 'team' },
    { name: 'b', parent: 'oidc', namespace: 'team/web' },
  ]);
});
