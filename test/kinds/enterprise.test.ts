import { describe, expect, it } from 'vitest';
import type { Api } from '../../src/clients/api.ts';
import { kinds } from '../../src/kinds/index.ts';
import type { Identity, KindId, Reach } from '../../src/kinds/kind.ts';
import { bodyOf } from './samples/bodies.ts';
import { fakeApi, type Request } from './samples/fake-api.ts';
import type { Spec } from './samples/sample.ts';

/** The answers follow the products' documentation: neither Enterprise edition can be run here. */
interface Case {
  readonly kind: KindId;
  readonly identity: Identity;
  readonly spec: Spec;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly id: string;
  readonly create: Request;
  readonly update: Request;
  readonly remove: Request;
}

const cases: readonly Case[] = [
  {
    kind: 'consul/partition',
    identity: { name: 'edge' },
    spec: { description: 'd' },
    answers: {
      'GET partition/edge': { Name: 'edge', Description: 'd', CreateIndex: 5 },
      'GET partitions': [{ Name: 'default' }, { Name: 'edge', Description: 'd', CreateIndex: 5 }],
      'PUT partition': { Name: 'edge', CreateIndex: 5 },
      'PUT partition/edge': { Name: 'edge', CreateIndex: 5 },
    },
    id: '5',
    create: { method: 'PUT', path: 'partition', body: { Name: 'edge', Description: 'd' } },
    update: { method: 'PUT', path: 'partition/edge', body: { Name: 'edge', Description: 'd' } },
    remove: { method: 'DELETE', path: 'partition/edge' },
  },
  {
    kind: 'consul/namespace',
    identity: { name: 'team', partition: 'edge' },
    spec: { meta: { owner: 'ops' }, policy_defaults: ['p'] },
    answers: {
      'GET edge: namespace/team': {
        Name: 'team',
        Meta: { owner: 'ops' },
        ACLs: { PolicyDefaults: [{ ID: 'x', Name: 'p' }] },
        CreateIndex: 6,
      },
      'GET namespaces': [
        { Name: 'default' },
        { Name: 'going', DeletedAt: '2026-01-01T00:00:00Z' },
        {
          Name: 'team',
          Partition: 'edge',
          Meta: { owner: 'ops' },
          ACLs: { PolicyDefaults: [{ ID: 'x', Name: 'p' }] },
          CreateIndex: 6,
        },
      ],
      'PUT edge: namespace': { Name: 'team', CreateIndex: 6 },
      'PUT edge: namespace/team': { Name: 'team', CreateIndex: 6 },
    },
    id: '6',
    create: {
      method: 'PUT',
      path: 'edge: namespace',
      body: {
        Name: 'team',
        Description: '',
        Meta: { owner: 'ops' },
        ACLs: { PolicyDefaults: [{ Name: 'p' }], RoleDefaults: [] },
      },
    },
    update: {
      method: 'PUT',
      path: 'edge: namespace/team',
      body: {
        Name: 'team',
        Description: '',
        Meta: { owner: 'ops' },
        ACLs: { PolicyDefaults: [{ Name: 'p' }], RoleDefaults: [] },
      },
    },
    remove: { method: 'DELETE', path: 'edge: namespace/team' },
  },
  {
    kind: 'vault/namespace',
    identity: { name: 'web', namespace: 'team' },
    spec: { custom_metadata: { owner: 'ops' } },
    answers: {
      'GET team: sys/namespaces/web': { data: { id: 'abc', path: 'team/web/', custom_metadata: { owner: 'ops' } } },
      'LIST sys/namespaces': { data: { keys: ['team/'], key_info: {} } },
      'LIST team: sys/namespaces': {
        data: {
          keys: ['web/'],
          key_info: { 'web/': { id: 'abc', path: 'team/web/', custom_metadata: { owner: 'ops' } } },
        },
      },
    },
    id: 'abc',
    create: { method: 'POST', path: 'team: sys/namespaces/web', body: { custom_metadata: { owner: 'ops' } } },
    update: { method: 'POST', path: 'team: sys/namespaces/web', body: { custom_metadata: { owner: 'ops' } } },
    remove: { method: 'DELETE', path: 'team: sys/namespaces/web' },
  },
];

function reaching(api: Api): Reach {
  return { clients: { [api.product]: api } as unknown as Reach['clients'], accessors: new Map(), secret: () => '' };
}

describe.each(cases)('$kind', ({ kind: id, identity, spec, answers, ...expected }) => {
  const kind = kinds[id];
  const product = id.startsWith('consul') ? 'consul' : 'vault';
  const wanted = { identity, body: bodyOf(kind, spec) };
  const live = { ...wanted, id: expected.id };

  it('is read, and listed without what is built in', async () => {
    const reach = reaching(fakeApi(product, answers).api);
    expect(await kind.read(reach, [wanted])).toEqual([live]);
    expect(await kind.list(reach)).toEqual([live]);
  });

  it('is made, changed and removed with the requests of its API', async () => {
    const { api, requests } = fakeApi(product, answers);
    expect(await kind.create(reaching(api), wanted)).toBe(expected.id);
    await kind.update(reaching(api), wanted, live);
    await kind.remove(reaching(api), live);
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([
      expected.create,
      expected.update,
      expected.remove,
    ]);
  });

  it('does not exist on the community edition', async () => {
    const reach = reaching(fakeApi(product, {}).api);
    expect(await kind.read(reach, [wanted])).toEqual([]);
    expect(await kind.list(reach)).toEqual([]);
  });
});

it('takes a namespace that Consul is still emptying for one that is gone', async () => {
  const { api } = fakeApi('consul', { 'GET namespace/team': { Name: 'team', DeletedAt: '2026-01-01T00:00:00Z' } });
  const wanted = { identity: { name: 'team' }, body: bodyOf(kinds['consul/namespace'], {}) };
  expect(await kinds['consul/namespace'].read(reaching(api), [wanted])).toEqual([]);
});
