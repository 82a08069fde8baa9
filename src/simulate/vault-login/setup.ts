import type { Jwks } from '../../model/jwks.ts';
import { goLower } from '../../syntax/go-string.ts';
import { decodeJwtConfig, jwtConfigError } from '../../validation/vault/jwt-config.ts';
import { judgeJwtRole, type JwtRole } from '../../validation/vault/jwt-role.ts';
import { vaultPolicyName, vaultPolicyNameError, type Dialect } from '../../validation/vault/policy.ts';
import { verifiesSignature, type Verifies } from '../jwt/signature.ts';
import { readPolicy, type Policy } from '../vault-policy/policy.ts';
import { fetchOf, keysOf } from './keys.ts';
import type { VaultMount } from './login.ts';
import type { VaultTraceStep } from './trace.ts';

/** How a server is set up, in the words of the HTTP API. */
export interface VaultSetup {
  readonly product?: Dialect;
  /** As `auth/<mount>/config` takes it; `null` when there is none. */
  readonly config: unknown;
  /** Name to what `auth/<mount>/role/<name>` takes. */
  readonly roles: Readonly<Record<string, unknown>>;
  /** Name to text. */
  readonly policies: Readonly<Record<string, string>>;
  /** What the mount's key sources serve. */
  readonly jwks?: Jwks;
  /**
   * Whether the server has these objects already. It shows less than it was given (no client secret) and keeps what it
   * would not take any more, so they are not judged as if somebody wrote them now.
   */
  readonly stored?: boolean;
}

/** What the server says to a write. */
export interface WriteVerdict {
  readonly accepted: boolean;
  readonly errors: readonly string[];
  /** Texts that might have come instead, by the order of Go's maps. */
  readonly alternatives?: readonly string[];
}

export type RoleVerdicts = Readonly<Record<string, WriteVerdict & { readonly warnings: readonly string[] }>>;

/** A server made ready for many logins: keys and policies are read once. What it refuses takes no part. */
export interface PreparedVault {
  readonly mount: VaultMount;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly config: WriteVerdict;
  readonly roles: RoleVerdicts;
  /** About policies that the server refuses. */
  readonly trace: readonly VaultTraceStep[];
}

export function prepareVault(setup: VaultSetup, verifies: Verifies = verifiesSignature): PreparedVault {
  const { product: dialect = 'vault' } = setup;
  const trace: VaultTraceStep[] = [];
  const config = configVerdict(setup, dialect);
  const roles = roleVerdicts(setup.roles, dialect, setup.stored === true);
  const policies = policiesOf(setup.policies, dialect, trace);
  const mount: VaultMount = { dialect, verifies, roles: roles.kept, ...config.kept };
  return { mount, policies, config: config.verdict, roles: roles.verdicts, trace };
}

export function alternatives(texts: readonly string[] | undefined): { readonly alternatives?: readonly string[] } {
  return texts === undefined || texts.length === 0 ? {} : { alternatives: texts };
}

function configVerdict(
  { config, jwks, stored = false }: VaultSetup,
  dialect: Dialect,
): { readonly verdict: WriteVerdict; readonly kept: Pick<VaultMount, 'config' | 'keys'> } {
  const nothing = { config: undefined, keys: { from: 'unknown' } } as const;
  if (config === null || config === undefined) return { verdict: { accepted: false, errors: [] }, kept: nothing };
  const refused = stored ? undefined : jwtConfigError(config, { dialect, fetched: fetchOf(jwks) });
  if (refused !== undefined) {
    const verdict = { accepted: false, errors: [refused.text], ...alternatives(refused.alternatives) };
    return { verdict, kept: nothing };
  }
  const read = decodeJwtConfig(config, dialect).config;
  return { verdict: { accepted: true, errors: [] }, kept: { config: read, keys: keysOf(read, jwks, dialect) } };
}

function roleVerdicts(
  roles: VaultSetup['roles'],
  dialect: Dialect,
  stored: boolean,
): { readonly verdicts: RoleVerdicts; readonly kept: ReadonlyMap<string, JwtRole> } {
  const kept = new Map<string, JwtRole>();
  const verdicts = Object.entries(roles).map(([name, request]) => {
    const existing = kept.get(goLower(name));
    const judged = judgeJwtRole(request, { dialect, ...(existing && { existing }) });
    const { role, warnings } = judged;
    const refused = stored ? undefined : judged.refused;
    if (refused === undefined) kept.set(goLower(name), role);
    const errors = refused === undefined ? [] : [refused.text];
    const others = alternatives(refused?.alternatives);
    return [name, { accepted: refused === undefined, errors, warnings, ...others }] as const;
  });
  return { verdicts: Object.fromEntries(verdicts), kept };
}

function policiesOf(
  texts: VaultSetup['policies'],
  dialect: Dialect,
  trace: VaultTraceStep[],
): ReadonlyMap<string, Policy> {
  const policies = new Map<string, Policy>();
  for (const [name, text] of Object.entries(texts)) {
    const kept = vaultPolicyName(name);
    const read = vaultPolicyNameError(name) === undefined ? readPolicy(kept, text, dialect) : undefined;
    if (read !== undefined) policies.set(kept, read);
    else trace.push({ step: 'policy', name: kept, exists: false, error: 'the server refuses this policy' });
  }
  return policies;
}
