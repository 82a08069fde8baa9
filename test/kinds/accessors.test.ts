import { expect, it } from 'vitest';
import { kinds } from '../../src/kinds/index.ts';
import { accessorKey, type Reach } from '../../src/kinds/kind.ts';
import { bodyOf } from './samples/bodies.ts';
import { fakeApi } from './samples/fake-api.ts';

const policy = kinds['vault/policy'];
const body = bodyOf(policy, { policy: 'path "kv/{{identity.entity.aliases.${accessor.team/jwt}.name}}" {}' });
const filled = 'path "kv/{{identity.entity.aliases.auth_jwt_1.name}}" {}';

it("fills in the accessor of a mount by its path, within the policy's own namespace", () => {
  const accessors = new Map([
    [accessorKey('team/jwt', undefined), 'auth_jwt_1'],
    [accessorKey('team/jwt', 'ns'), 'auth_jwt_2'],
  ]);
  expect(policy.resolve?.(body, { name: 'p' }, accessors)).toMatchObject({ policy: filled });
  expect(policy.resolve?.(body, { name: 'p', namespace: 'ns' }, accessors)).toMatchObject({
    policy: filled.replace('_1', '_2'),
  });
  expect(policy.resolve?.(body, { name: 'p', namespace: 'other' }, accessors)).toEqual(body);
});

it('uses the accessor of a mount that was made since the plan', async () => {
  const { api, requests } = fakeApi('vault', {
    'GET sys/auth/team/jwt': { data: { accessor: 'auth_jwt_1', type: 'jwt' } },
  });
  const reach: Reach = {
    clients: { vault: api } as unknown as Reach['clients'],
    accessors: new Map(),
    secret: () => '',
  };
  const mount = { identity: { name: 'team/jwt' }, body: bodyOf(kinds['vault/auth-mount'], {}) };
  expect(await kinds['vault/auth-mount'].create(reach, mount)).toBe('auth_jwt_1');
  await policy.create(reach, { identity: { name: 'p' }, body });
  expect(requests.at(-1)).toEqual({ method: 'PUT', path: 'sys/policies/acl/p', body: { policy: filled } });
});

it('writes no policy that names a mount which does not exist', async () => {
  const { api, requests } = fakeApi('vault', {});
  const reach: Reach = {
    clients: { vault: api } as unknown as Reach['clients'],
    accessors: new Map(),
    secret: () => '',
  };
  await expect(policy.create(reach, { identity: { name: 'p' }, body })).rejects.toMatchObject({ code: 'spec' });
  expect(requests).toEqual([]);
});
