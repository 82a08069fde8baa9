import { kinds } from '../kinds/index.ts';
import type { Body, Field, Value } from '../kinds/field.ts';
import type { Identity, KindId, Live } from '../kinds/kind.ts';

/** The live objects of a cluster, by kind: what an export is made from. */
export type Inventory = ReadonlyMap<KindId, readonly Live[]>;

type Section = Record<string, Value>;

/**
 * The spec that asks for exactly the given objects: a plan of it on the same cluster is empty.
 * Fields with the server's default are left out; what is referred to and not in the inventory is listed under `existing`.
 */
export function specOf(name: string, inventory: Inventory): Section {
  const of = (kind: KindId): readonly Live[] => inventory.get(kind) ?? [];
  const consul = filled({
    existing: filled({
      policies: missing(rolePolicies(of('consul/role')), of('consul/policy')),
      roles: missing(boundNames(of('consul/binding-rule'), 'role'), of('consul/role')),
      auth_methods: missing(
        of('consul/binding-rule').map(({ identity }) => identity.parent ?? ''),
        of('consul/auth-method'),
      ),
    }),
    partitions: named('consul/partition', of('consul/partition')),
    namespaces: named('consul/namespace', of('consul/namespace')),
    policies: named('consul/policy', of('consul/policy')),
    roles: named('consul/role', of('consul/role')),
    auth_methods: named('consul/auth-method', of('consul/auth-method')),
    binding_rules: of('consul/binding-rule').map(({ identity, body }) => ({
      auth_method: nameIn(of('consul/auth-method'), identity.parent ?? ''),
      ...scope(identity),
      ...given('consul/binding-rule', body),
    })),
  });
  const vault = filled({
    existing: filled({ policies: missing(tokenPolicies(of('vault/jwt-role')), of('vault/policy')) }),
    namespaces: named('vault/namespace', of('vault/namespace')),
    auth_mounts: mounts(of('vault/auth-mount'), of('vault/jwt-config'), of('vault/jwt-role')),
    policies: named(
      'vault/policy',
      of('vault/policy').map((policy) => withAccessorNames(policy, of('vault/auth-mount'))),
    ),
  });
  return { version: 1, name, ...filled({ consul, vault }) };
}

/** A map by name; an object in a namespace gets the namespace in its key, since a name may occur in several. */
function named(kind: KindId, objects: readonly Live[]): Section {
  return Object.fromEntries(
    objects.map(({ identity, body }) => {
      const fields = { ...scope(identity), ...given(kind, body) };
      const home = [identity.partition, identity.namespace].filter((part) => part !== undefined).join('/');
      return home === '' ? [identity.name, fields] : [`${home}/${identity.name}`, { name: identity.name, ...fields }];
    }),
  );
}

function mounts(all: readonly Live[], configs: readonly Live[], roles: readonly Live[]): Section {
  const section = named('vault/auth-mount', all);
  return Object.fromEntries(
    Object.entries(section).map(([key, fields], index) => {
      const mount = all[index]?.identity;
      const here = ({ identity }: Live): boolean => identity.namespace === mount?.namespace;
      const config = configs.find((one) => one.identity.name === mount?.name && here(one));
      const own = roles.filter((one) => one.identity.parent === mount?.name && here(one));
      const inner = filled({
        config: config === undefined ? {} : given('vault/jwt-config', config.body),
        roles: Object.fromEntries(own.map(({ identity, body }) => [identity.name, given('vault/jwt-role', body)])),
      });
      return [key, { ...(fields as Section), ...inner }];
    }),
  );
}

/** The fields that are not the server's default, as a spec writes them. */
function given(kind: KindId, body: Body): Section {
  const fields = Object.entries<Field>(kinds[kind].fields);
  return Object.fromEntries(
    fields.flatMap(([name, field]) => {
      const value = body[name];
      return value === undefined || field.same(value, field.unset) ? [] : [[name, field.toSpec(value)]];
    }),
  );
}

function scope({ namespace, partition }: Identity): Section {
  return { ...(namespace === undefined ? {} : { namespace }), ...(partition === undefined ? {} : { partition }) };
}

/** Accessors differ from cluster to cluster; the mount's name does not. */
function withAccessorNames(policy: Live, mounts: readonly Live[]): Live {
  let text = typeof policy.body['policy'] === 'string' ? policy.body['policy'] : '';
  for (const mount of mounts) text = text.replaceAll(mount.id, `\${accessor.${mount.identity.name}}`);
  return { ...policy, body: { ...policy.body, policy: text } };
}

function rolePolicies(roles: readonly Live[]): readonly string[] {
  return roles.flatMap(({ body }) => body['policies'] as readonly string[]);
}

function tokenPolicies(roles: readonly Live[]): readonly string[] {
  return roles.flatMap(({ body }) => body['token_policies'] as readonly string[]);
}

/** Roles that rules bind by their literal name; names made from claims are known only at a login. */
function boundNames(rules: readonly Live[], bindType: string): readonly string[] {
  return rules
    .filter(({ body }) => body['bind_type'] === bindType)
    .map(({ body }) => String(body['bind_name']))
    .filter((name) => !name.includes('${'));
}

/** Names that the servers build in; a spec may refer to them without a word. */
const builtin = new Set(['global-management', 'default', 'root']);

function missing(names: readonly string[], objects: readonly Live[]): readonly string[] {
  const known = new Set([...builtin, ...objects.map(({ identity }) => identity.name.toLowerCase())]);
  return [...new Set(names)].filter((name) => !known.has(name.toLowerCase())).toSorted();
}

/** Both servers find names whatever their case; a spec wants the one under which the object stands in it. */
function nameIn(objects: readonly Live[], name: string): string {
  return objects.find(({ identity }) => identity.name.toLowerCase() === name.toLowerCase())?.identity.name ?? name;
}

/** Without the members that hold nothing. */
function filled(section: Section): Section {
  return Object.fromEntries(
    Object.entries(section).filter(
      ([, value]) => typeof value !== 'object' || value === null || Object.keys(value).length > 0,
    ),
  );
}
