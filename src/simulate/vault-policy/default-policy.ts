import type { Dialect } from '../../validation/vault/policy.ts';
import type { Policy } from './policy.ts';

type Row = readonly [path: string, ...capabilities: readonly string[]];

/** What Vault and OpenBao put into a `default` policy that nobody wrote. */
const shared: readonly Row[] = [
  ['auth/token/lookup-self', 'read'],
  ['auth/token/renew-self', 'update'],
  ['auth/token/revoke-self', 'update'],
  ['sys/capabilities-self', 'update'],
  ['identity/entity/id/{{identity.entity.id}}', 'read'],
  ['identity/entity/name/{{identity.entity.name}}', 'read'],
  ['sys/internal/ui/resultant-acl', 'read'],
  ['sys/leases/renew', 'update'],
  ['sys/leases/lookup', 'update'],
  ['cubbyhole/*', 'create', 'read', 'update', 'delete', 'list'],
  ['sys/wrapping/wrap', 'update'],
  ['sys/wrapping/lookup', 'update'],
  ['sys/wrapping/unwrap', 'update'],
  ['sys/tools/hash', 'update'],
  ['sys/tools/hash/*', 'update'],
  ['identity/oidc/provider/+/authorize', 'read', 'update'],
];

const own: Readonly<Record<Dialect, readonly Row[]>> = {
  vault: [
    ['sys/renew', 'update'],
    ['sys/control-group/request', 'update'],
  ],
  openbao: [],
};

/** The `default` policy of a server on which nobody changed it: Vault 1.21 and OpenBao 2.6. */
export function defaultPolicy(dialect: Dialect): Policy {
  return (known[dialect] ??= made(dialect));
}

const known: Partial<Record<Dialect, Policy>> = {};

function made(dialect: Dialect): Policy {
  const paths = [...shared, ...own[dialect]].map(([label, ...capabilities]) => ({
    label,
    capabilities,
    place: { start: 0, end: 0 },
  }));
  return { name: 'default', paths, templated: true };
}
