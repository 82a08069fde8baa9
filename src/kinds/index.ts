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

/** Every kind, in the order in which a spec is best read: what others stand on comes first. */
export const kinds: Readonly<Record<KindId, Kind>> = {
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
};

/** The kind of that id, or `undefined` for a word that is none. */
export function kindOf(id: string): Kind | undefined {
  return Object.hasOwn(kinds, id) ? kinds[id as KindId] : undefined;
}
