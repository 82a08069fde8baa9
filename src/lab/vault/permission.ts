import { capabilitiesOf, decide, type Acl } from '../../simulate/vault-policy/acl.ts';
import { readPolicy, type Policy } from '../../simulate/vault-policy/policy.ts';
import { tokenAcl } from '../../simulate/vault-policy/token.ts';
import type { Dialect } from '../../validation/vault/policy.ts';
import { VaultError, wrapped } from './answers.ts';
import type { Context, Operation } from './backend.ts';
import { identityOf } from './identity.ts';
import type { NamespaceState, Token, VaultState } from './state.ts';
import { requireToken } from './tokens.ts';

/** Policies are read once; their texts stand beside them to tell when that is no longer so. */
interface Parsed {
  readonly text: string;
  readonly policy: Policy | undefined;
}

const parsed = new WeakMap<NamespaceState, Map<string, Parsed>>();

function policiesOf(namespace: NamespaceState, product: Dialect): ReadonlyMap<string, Policy> {
  let known = parsed.get(namespace);
  if (known === undefined) parsed.set(namespace, (known = new Map<string, Parsed>()));
  const policies = new Map<string, Policy>();
  for (const [name, text] of namespace.policies) {
    let read = known.get(name);
    const mayHold = namespace.mayHold.get(name) ?? [];
    const key = `${mayHold.join('')}\n${text}`;
    if (read?.text !== key) known.set(name, (read = { text: key, policy: readPolicy(name, text, product, mayHold) }));
    if (read.policy !== undefined) policies.set(name, read.policy);
  }
  return policies;
}

/**
 * What a token may do in a namespace at this moment, its templates filled from its entity as it is now; `undefined` when
 * one of them cannot stand, at which Vault denies everything. Policies of one namespace say nothing about others.
 */
export function aclOf(
  { now, product }: Pick<VaultState, 'now' | 'product'>,
  namespace: NamespaceState,
  token: Token,
): Acl | undefined {
  const here = token.namespace === namespace.path || token.policies.includes('root');
  const context = { identity: identityOf(namespace, token), now: now() / 1000, dialect: product };
  const may = tokenAcl(here ? token.policies : [], policiesOf(namespace, product), context);
  return may.ok ? may.acl : undefined;
}

/** Paths for which a policy must give `sudo` besides. */
const guarded = [/^sys\/auth\/./, /^sys\/audit(?:\/|$)/, /^auth\/token\/accessors\//];

/**
 * Throws what Vault says unless the request's token may.
 * @param path decoded, without a leading slash
 */
export function requireAllowed(context: Context, operation: Operation | 'create', path: string): void {
  const acl = aclOf(context.state, context.namespace, requireToken(context));
  const asked = operation === 'list' && !path.endsWith('/') ? `${path}/` : path;
  const decision = acl === undefined ? undefined : decide(acl, operation, asked);
  const needsSudo = guarded.some((pattern) => pattern.test(path));
  if (decision?.allowed !== true || (needsSudo && !decision.sudo)) throw wrapped(403, 'permission denied');
}

/** As `sys/capabilities-self` shows them. */
export function capabilities(context: Context, token: Token, path: string): readonly string[] {
  if (path.trim() === '') throw new VaultError(400, '1 error occurred:\n\t* missing path\n\n');
  const acl = aclOf(context.state, context.namespace, token);
  return acl === undefined ? ['deny'] : capabilitiesOf(acl, path.trim());
}
