import { kinds } from '../kinds/index.ts';
import { accessorKey, toApi, type Identity, type KindId, type Wanted } from '../kinds/kind.ts';
import type { ApiObject } from '../model/api-object.ts';
import type { ConsulWorld, VaultMountWorld, VaultWorld } from '../model/world.ts';

/** An object that a server has or that a spec asks for. */
export interface KnownObject extends Pick<Wanted, 'body'> {
  readonly kind: KindId;
  readonly identity: Identity;
  /** Of an auth mount that exists. */
  readonly accessor?: string;
}

type ConsulObjects = Pick<ConsulWorld, 'authMethods' | 'bindingRules' | 'roles' | 'policies'>;

/** Objects of the default namespace and partition only: those of others take part in no login of theirs. */
export function consulObjects(objects: readonly KnownObject[]): ConsulObjects {
  const of = (kind: KindId): readonly ApiObject[] =>
    objects
      .filter((one) => one.kind === kind && isDefault(one.identity))
      .map(({ identity: { name, parent }, body }) => ({
        ...(parent === undefined ? { Name: name } : { AuthMethod: parent }),
        ...toApi(kinds[kind].fields, body),
      }));
  return {
    authMethods: of('consul/auth-method'),
    bindingRules: of('consul/binding-rule'),
    roles: of('consul/role'),
    policies: of('consul/policy'),
  };
}

/** Mounts that have no accessor yet are given one, so that policies can be templated with it. */
export function vaultObjects(objects: readonly KnownObject[]): Omit<VaultWorld, 'kv'> {
  const own = objects.filter(({ identity }) => isDefault(identity));
  const of = (kind: KindId): readonly KnownObject[] => own.filter((one) => one.kind === kind);
  const mounts = of('vault/auth-mount').map(({ identity: { name }, accessor }, index): VaultMountWorld => {
    const config = of('vault/jwt-config').find(({ identity }) => identity.name === name);
    const roles = of('vault/jwt-role').filter(({ identity }) => identity.parent === name);
    return {
      path: name,
      accessor: accessor ?? `auth_jwt_${String(index).padStart(8, '0')}`,
      config: config === undefined ? null : toApi(kinds[config.kind].fields, config.body),
      roles: Object.fromEntries(
        roles.map(({ identity, kind, body }) => [identity.name, toApi(kinds[kind].fields, body)]),
      ),
    };
  });
  const accessors = new Map(mounts.map(({ path, accessor }) => [accessorKey(path, undefined), accessor]));
  const policies = of('vault/policy').map(({ identity, body }) => {
    const { resolve, fields } = kinds['vault/policy'];
    const text = toApi(fields, resolve?.(body, identity, accessors) ?? body)['policy'];
    return [identity.name, typeof text === 'string' ? text : ''] as const;
  });
  return { mounts, policies: Object.fromEntries(policies) };
}

function isDefault({ namespace, partition }: Identity): boolean {
  return [namespace, partition].every((one) => one === undefined || one === 'default');
}
