import type { GoObject } from '../../syntax/go-json.ts';
import { goLower, goQuote } from '../../syntax/go-string.ts';
import { addressCovers } from '../../validation/vault/address.ts';
import type { JwtRole } from '../../validation/vault/jwt-role.ts';
import type { Dialect } from '../../validation/vault/policy.ts';
import type { Jwt } from '../jwt/jws.ts';
import type { Verifies } from '../jwt/signature.ts';
import type { Outcome } from '../outcome.ts';
import { tokenPolicies } from '../vault-policy/names.ts';
import { checkBoundClaims } from './bound-claims.ts';
import { vaultClaim } from './claims.ts';
import { loginIdentity, type LoginIdentity } from './identity.ts';
import type { VaultConfig, VaultKeys } from './keys.ts';
import { leaseOf, systemLease } from './lease.ts';
import { aliasMetadataError } from './metadata.ts';
import { templatedPolicies } from './policy-claims.ts';
import type { VaultTraceStep } from './trace.ts';
import { verifyToken } from './verify.ts';

/** A JWT mount as its server keeps it. */
export interface VaultMount {
  readonly dialect: Dialect;
  /** `undefined` when none was written, or the one that was written was refused. */
  readonly config: VaultConfig | undefined;
  readonly keys: VaultKeys;
  /** By their names in lower case. */
  readonly roles: ReadonlyMap<string, JwtRole>;
  readonly verifies: Verifies;
  /** What the mount is tuned to, in seconds; 0, like leaving it out, is the server's own. */
  readonly lease?: { readonly usual: number; readonly longest: number };
}

export interface VaultLogin {
  /** Empty for the mount's default role. */
  readonly role: string;
  readonly jwt: Jwt;
  /** Of the caller, without a port. */
  readonly remoteAddress: string;
  /** Seconds, may have a fraction. */
  readonly now: number;
  /** Whether the alias exists already: a new one's metadata are looked at more closely. */
  readonly knownAlias: boolean;
}

export interface VaultAuth {
  readonly policies: readonly string[];
  readonly tokenPolicies: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly leaseDuration: number;
  readonly renewable: boolean;
  readonly tokenType: 'service' | 'batch';
  readonly numUses: number;
  readonly alias: string;
}

export type VaultLoginResult =
  | { readonly ok: true; readonly auth: VaultAuth; readonly warnings: readonly string[] }
  | {
      readonly ok: false;
      readonly status: number;
      readonly error: string;
      /** Texts that might have come instead, by the order of Go's maps. */
      readonly alternatives: readonly string[];
    }
  /** Something that decides is not known. */
  | { readonly ok: undefined; readonly unknown: string };

type Failure = Exclude<VaultLoginResult, { ok: true }>;

/** What a login at `auth/<mount>/login` comes to, in the order of the server's checks. */
export function loginAtVault(mount: VaultMount, login: VaultLogin, trace: VaultTraceStep[] = []): VaultLoginResult {
  const { config, dialect } = mount;
  if (config === undefined) return refuse('could not load configuration');
  const name = goLower(login.role === '' ? config.default_role : login.role);
  if (name === '') return refuse('missing role');
  const role = mount.roles.get(name);
  trace.push({ step: 'role', name, found: role !== undefined });
  if (role === undefined) return refuse(`role ${goQuote(name)} could not be found`);
  if (role.role_type === 'oidc') return refuse('role with oidc role_type is not allowed');
  if (login.jwt === '') return refuse('missing token');
  const bound = role.token_bound_cidrs;
  if (bound.length > 0 && !bound.some((one) => addressCovers(one, login.remoteAddress)))
    return { ok: false, status: 403, error: 'permission denied', alternatives: [] };

  const claims = verified(mount, config, role, login);
  if ('ok' in claims) {
    if (claims.ok === false) trace.push({ step: 'token', ok: false, error: claims.error });
    else if (claims.ok === undefined) trace.push({ step: 'unknown', reason: claims.unknown });
    return claims;
  }
  trace.push({ step: 'token', ok: true });
  if (role.bound_audiences.length === 0 && hasAudience(claims.value, dialect))
    return refuse('audience claim found in JWT but no audiences bound to the role');

  const identity = loginIdentity(claims.value, role, name, dialect);
  if (!identity.ok) return refusedBy(identity);
  traceIdentity(trace, role, identity.value);
  const results = checkBoundClaims({ type: role.bound_claims_type, bound: role.bound_claims }, claims.value, dialect);
  for (const { claim, error } of results)
    trace.push({ step: 'bound claim', claim, ...(error === undefined ? { ok: true } : { ok: false, error }) });
  const crash = results.find(({ crashes }) => crashes);
  if (crash !== undefined)
    return {
      ok: undefined,
      unknown: `Vault breaks off at the bound claim ${goQuote(crash.claim)} and gives no answer`,
    };
  const [first, ...others] = new Set(results.flatMap(({ error }) => (error === undefined ? [] : [error])));
  if (first !== undefined) {
    const prefix = 'error validating claims: ';
    return refuse(
      prefix + first,
      400,
      others.map((other) => prefix + other),
    );
  }
  const policies = templatedPolicies(role, claims.value, dialect);
  if ('unknown' in policies) return { ok: undefined, unknown: policies.unknown };
  if ('error' in policies) return refuse(policies.error, 500);
  return token(role, policies.names, identity.value, login, mount, trace);
}

function refuse(error: string, status = 400, alternatives: readonly string[] = []): Failure {
  return { ok: false, status, error, alternatives };
}

function refusedBy({ error, alternatives }: Extract<Outcome<unknown>, { ok: false }>, status = 400): Failure {
  return refuse(error, status, alternatives);
}

function verified(
  { keys, verifies }: VaultMount,
  config: VaultConfig,
  role: JwtRole,
  { jwt, now }: VaultLogin,
): { readonly value: GoObject } | Failure {
  if (keys.from === 'browser') return refuse('error configuring token validator: unsupported config type');
  if (keys.from === 'unknown')
    return { ok: undefined, unknown: 'the keys that the mount fetches are not given, so no signature can be checked' };
  const nanoseconds = (seconds: number): number => seconds * 1e9;
  const outcome = verifyToken(jwt, {
    keys,
    verifies,
    now,
    expected: {
      issuer: config.bound_issuer,
      subject: role.bound_subject,
      audiences: role.bound_audiences,
      algorithms: config.jwt_supported_algs,
      leeways: {
        expiration: nanoseconds(role.expiration_leeway),
        notBefore: nanoseconds(role.not_before_leeway),
        clockSkew: nanoseconds(role.clock_skew_leeway),
      },
    },
  });
  if (outcome.ok) return { value: outcome.value };
  const prefix = 'error validating token: ';
  return refuse(
    prefix + outcome.error,
    400,
    outcome.alternatives.map((other) => prefix + other),
  );
}

function hasAudience(claims: GoObject, dialect: Dialect): boolean {
  const audience = vaultClaim(claims, 'aud', dialect);
  return (typeof audience === 'string' || Array.isArray(audience)) && audience.length > 0;
}

function traceIdentity(trace: VaultTraceStep[], role: JwtRole, { name, metadata }: LoginIdentity): void {
  trace.push({ step: 'user claim', claim: role.user_claim, alias: name });
  for (const [claim, target] of Object.entries(role.claim_mappings))
    trace.push({ step: 'mapping', claim, target, value: metadata.get(target) ?? null });
}

/** What the core of the server does with an identity that the mount vouches for. */
function token(
  role: JwtRole,
  names: readonly string[],
  { name, metadata }: LoginIdentity,
  { knownAlias }: VaultLogin,
  { lease: tuned }: VaultMount,
  trace: VaultTraceStep[],
): VaultLoginResult {
  if (name === '') return refuse('missing name in alias', 500);
  const unfit = knownAlias ? undefined : aliasMetadataError(metadata);
  if (unfit?.ok === false) return refusedBy(unfit, 500);
  const policies = tokenPolicies(names, !role.token_no_default_policy);
  for (const policy of policies) {
    if (policy === 'root') return refuse('auth methods cannot create root tokens');
    if (policy === 'response-wrapping' || policy === 'control-group')
      return refuse(`cannot assign policy ${goQuote(policy)}`);
  }
  const lease = leaseOf({
    ttl: role.token_ttl,
    maxTtl: role.token_max_ttl,
    explicitMaxTtl: role.token_explicit_max_ttl,
    period: role.token_period,
    mountDefault: tuned?.usual || systemLease,
    mountMax: tuned?.longest || systemLease,
  });
  for (const warning of lease.warnings) trace.push({ step: 'lease', warning });
  const tokenType = role.token_type === 'batch' ? 'batch' : 'service';
  const auth: VaultAuth = {
    policies,
    tokenPolicies: policies,
    metadata: Object.fromEntries([...metadata].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    leaseDuration: lease.seconds,
    renewable: tokenType === 'service',
    tokenType,
    numUses: role.token_num_uses,
    alias: name,
  };
  return { ok: true, auth, warnings: lease.warnings };
}
