import type { Kind, KindId } from './kind.ts';
import { authMethod } from './consul/auth-method.ts';
import { bindingRule } from './consul/binding-rule.ts';
import { namespace as consulNamespace } from './consul/namespace.ts';
import { partition } from './consul/partition.ts';
import { policy as consulPolicy } from './consul/policy.ts';
import { role } from './consul/role.ts';
import { authMount } from './vault/auth-mount.ts';
import { jwtConfig } from './vault/jwt-config.ts';
import { jwtRole } from './vault/jwt-role.ts';
import { namespace as vaultNamespace } from './vault/namespace.ts';
import { policy as vaultPolicy } from './vault/policy.ts';

/**
 * Every kind, in the order in which a spec is best read: what others stand on comes first.
 * The cast: each kind takes bodies of its own fields only, and whoever looks a kind up by its id gives it just those.
 */
export const kinds = {
  'consul/partition': partition,
  'consul/namespace': consulNamespace,
  'consul/policy': consulPolicy,
  'consul/role': role,
  'consul/auth-method': authMethod,
  'consul/binding-rule': bindingRule,
  'vault/namespace': vaultNamespace,
  'vault/auth-mount': authMount,
  'vault/jwt-config': jwtConfig,
  'vault/jwt-role': jwtRole,
  'vault/policy': vaultPolicy,
} satisfies Record<KindId, unknown> as unknown as Readonly<Record<KindId, Kind>>;

/** The kind of that id, or `undefined` for a word that is none. */
export function kindOf(id: string): Kind | undefined {
  return Object.hasOwn(kinds, id) ? kinds[id as KindId] : undefined;
}
