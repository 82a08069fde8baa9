import { formatGoSeconds } from '../../syntax/go-duration.ts';
import { goQuote } from '../../syntax/go-string.ts';
import { isObject } from '../object.ts';
import { anyRefusal, refusal, type Refusal } from '../refusal.ts';
import { addressError } from './address.ts';
import { goPrint, readFields, type Sent } from './fields.ts';
import type { Dialect } from './policy-path.ts';
import { policyTemplateError } from './policy-template.ts';

const schema = {
  role_type: 'text',
  bound_audiences: 'texts',
  bound_subject: 'text',
  bound_claims: 'map',
  bound_claims_type: 'text',
  claim_mappings: 'pairs',
  user_claim: 'text',
  user_claim_json_pointer: 'flag',
  groups_claim: 'text',
  expiration_leeway: 'signed duration',
  not_before_leeway: 'signed duration',
  clock_skew_leeway: 'signed duration',
  allowed_redirect_uris: 'texts',
  oidc_scopes: 'texts',
  verbose_oidc_logging: 'flag',
  max_age: 'duration',
  policies: 'texts',
  ttl: 'duration',
  max_ttl: 'duration',
  period: 'duration',
  num_uses: 'integer',
  bound_cidrs: 'texts',
  token_ttl: 'duration',
  token_max_ttl: 'duration',
  token_explicit_max_ttl: 'duration',
  token_period: 'duration',
  token_policies: 'texts',
  token_bound_cidrs: 'texts',
  token_no_default_policy: 'flag',
  token_num_uses: 'integer',
  token_type: 'text',
  token_strictly_bind_ip: 'flag',
  token_policies_template_claims: 'flag',
} as const;

/** A role as the plugin keeps it. Durations are seconds. */
export type JwtRole = Omit<Required<Sent<typeof schema>>, (typeof superseded)[number]>;

/** Old names of token fields: read, and kept under the new name when that is not sent too. */
const superseded = ['policies', 'ttl', 'max_ttl', 'period', 'num_uses', 'bound_cidrs'] as const;

const empty: JwtRole = {
  role_type: 'oidc',
  bound_audiences: [],
  bound_subject: '',
  bound_claims: {},
  bound_claims_type: 'string',
  claim_mappings: {},
  user_claim: '',
  user_claim_json_pointer: false,
  groups_claim: '',
  expiration_leeway: 0,
  not_before_leeway: 0,
  clock_skew_leeway: 0,
  allowed_redirect_uris: [],
  oidc_scopes: [],
  verbose_oidc_logging: false,
  max_age: 0,
  token_ttl: 0,
  token_max_ttl: 0,
  token_explicit_max_ttl: 0,
  token_period: 0,
  token_policies: [],
  token_bound_cidrs: [],
  token_no_default_policy: false,
  token_num_uses: 0,
  token_type: '',
  token_strictly_bind_ip: false,
  token_policies_template_claims: false,
};

export interface JwtRoleContext {
  readonly dialect?: Dialect;
  /** The stored role of that name, as the API returns it: what a write leaves out keeps its value. */
  readonly existing?: unknown;
  /** The mount's longest lease in seconds; Vault's own default when left out. */
  readonly maxLeaseTTL?: number;
}

export interface JwtRoleVerdict {
  /** The role as it would be kept, whether or not it is refused. */
  readonly role: JwtRole;
  readonly refused: Refusal | undefined;
  /** Vault's own warnings about a role that it takes. */
  readonly warnings: readonly string[];
}

const defaultMaxLease = 768 * 3600;

/** What Vault 1.21 (or OpenBao 2.6) answers to a role that it refuses, in the order of its checks. */
export function jwtRoleError(role: unknown, context: JwtRoleContext = {}): Refusal | undefined {
  return judgeJwtRole(role, context).refused;
}

export function judgeJwtRole(request: unknown, context: JwtRoleContext = {}): JwtRoleVerdict {
  const { dialect = 'vault', existing, maxLeaseTTL = defaultMaxLease } = context;
  const { sent, faults } = readFields(schema, request);
  const stored = existing === undefined ? {} : readFields(schema, existing).sent;
  // What a write leaves out keeps its value, but for these two.
  const reset = { role_type: empty.role_type, bound_claims_type: empty.bound_claims_type };
  const role: JwtRole = { ...empty, ...withoutOld(stored), ...reset, ...withoutOld(sent) };
  const judged: JwtRole = { ...role, role_type: role.role_type === '' ? 'oidc' : role.role_type };
  const refused =
    anyRefusal(400, faults) ??
    typeError(judged) ??
    tokenError({ ...judged, ...tokenFieldsAsSent(stored, sent) }, dialect) ??
    leaseError(judged, maxLeaseTTL) ??
    claimsError({ ...judged, bound_claims: sent.bound_claims ?? {} }) ??
    constraintError(judged) ??
    (dialect === 'openbao' && judged.token_policies_template_claims
      ? policyTemplateError(judged.token_policies)
      : undefined);
  return {
    role: judged,
    refused,
    warnings: refused === undefined ? warningsOf(judged, maxLeaseTTL, request, dialect) : [],
  };
}

type SentRole = Sent<typeof schema>;

/** The fields under their new names. A new name that is sent wins over its old one. */
function withoutOld(sent: SentRole): Partial<JwtRole> {
  const { policies, ttl, max_ttl, period, num_uses, bound_cidrs, ...rest } = sent;
  return {
    ...(policies && { token_policies: policies }),
    ...(ttl === undefined ? {} : { token_ttl: ttl }),
    ...(max_ttl === undefined ? {} : { token_max_ttl: max_ttl }),
    ...(period === undefined ? {} : { token_period: period }),
    ...(num_uses === undefined ? {} : { token_num_uses: num_uses }),
    ...(bound_cidrs && { token_bound_cidrs: bound_cidrs }),
    ...rest,
  };
}

/** The token fields before old names are taken into account, which happens only after they are checked. */
function tokenFieldsAsSent(stored: SentRole, sent: SentRole): Partial<JwtRole> {
  const now = { ...withoutOld(stored), ...sent };
  return {
    token_ttl: now.token_ttl ?? 0,
    token_max_ttl: now.token_max_ttl ?? 0,
    token_period: now.token_period ?? 0,
    token_num_uses: now.token_num_uses ?? 0,
    token_bound_cidrs: now.token_bound_cidrs ?? [],
  };
}

function refuse(text: string, ...member: readonly string[]): Refusal {
  return refusal(400, text, member);
}

function typeError({ role_type: type }: JwtRole): Refusal | undefined {
  return type === 'jwt' || type === 'oidc' ? undefined : refuse(`invalid 'role_type': ${type}`, 'role_type');
}

const tokenTypes: readonly string[] = ['', 'default', 'service', 'batch'];

function tokenError(role: JwtRole, dialect: Dialect): Refusal | undefined {
  const { token_ttl: ttl, token_max_ttl: max, token_type: type, token_num_uses: uses } = role;
  const cidrs = addressesError('token_bound_cidrs', role.token_bound_cidrs);
  if (cidrs !== undefined) return cidrs;
  if (!tokenTypes.includes(type)) return refuse(`invalid 'token_type' value ${goQuote(type)}`, 'token_type');
  if (uses < 0) return refuse("'token_num_uses' cannot be negative", 'token_num_uses');
  const batch = "'token_type' cannot be 'batch' or 'default_batch' when set to generate";
  if (type === 'batch' && role.token_period !== 0) return refuse(`${batch} periodic tokens`, 'token_type');
  if (type === 'batch' && uses !== 0) return refuse(`${batch} tokens with limited use count`, 'token_type');
  if (ttl > 0 && max > 0 && ttl > max) return refuse("'token_ttl' cannot be greater than 'token_max_ttl'", 'token_ttl');
  if (dialect === 'openbao' && role.token_strictly_bind_ip && role.token_bound_cidrs.length > 0)
    return refuse(
      "'token_strictly_bind_ip' conflicts with 'token_bound_cidrs'; set only one",
      'token_strictly_bind_ip',
    );
  return undefined;
}

function addressesError(member: string, addresses: readonly string[]): Refusal | undefined {
  for (const [index, address] of addresses.entries()) {
    const error = addressError(address);
    if (error !== undefined) return refuse(error, member, String(index));
  }
  return undefined;
}

function leaseError({ token_period: period, token_bound_cidrs: cidrs }: JwtRole, longest: number): Refusal | undefined {
  const bad = addressesError('bound_cidrs', cidrs);
  if (bad !== undefined) return bad;
  if (period <= longest) return undefined;
  const [own, most] = [period, longest].map(formatGoSeconds);
  const text = `'period' of '${goQuote(own ?? '')}' is greater than the backend's maximum lease TTL of '${goQuote(most ?? '')}'`;
  return refuse(text, 'token_period');
}

/** Bound claims are looked at only when they are sent: stored ones pass, even if they cannot match as globs. */
function claimsError(role: JwtRole): Refusal | undefined {
  const { bound_claims: bound, bound_claims_type: type } = role;
  if (type !== 'string' && type !== 'glob') return refuse(`invalid 'bound_claims_type': ${type}`, 'bound_claims_type');
  const faults = type === 'glob' ? Object.entries(bound).flatMap(([claim, value]) => globFault(claim, value)) : [];
  return anyRefusal(400, faults) ?? mappingsError(role.claim_mappings);
}

type Fault = Pick<Refusal, 'text' | 'member'>;

function globFault(claim: string, value: unknown): Fault[] {
  const member = ['bound_claims', claim];
  if (value === null || isObject(value)) return [{ text: `claim is not a string or list: ${goPrint(value)}`, member }];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const index = items.findIndex((item) => typeof item !== 'string');
  return index === -1 ? [] : [{ text: `claim is not a string: ${goPrint(items[index])}`, member }];
}

function mappingsError(mappings: Readonly<Record<string, string>>): Refusal | undefined {
  const seen = new Set<string>();
  const faults = Object.entries(mappings).flatMap(([claim, target]): Fault[] => {
    const shown = `metadata key ${goQuote(target)}`;
    const member = ['claim_mappings', claim];
    if (target === 'role') return [{ text: `${shown} is reserved and may not be a mapping destination`, member }];
    if (seen.has(target)) return [{ text: `multiple keys are mapped to ${shown}`, member }];
    seen.add(target);
    return [];
  });
  return anyRefusal(400, faults);
}

function constraintError(role: JwtRole): Refusal | undefined {
  const { role_type: type, token_ttl: ttl, token_max_ttl: max } = role;
  if (role.user_claim === '') return refuse('a user claim must be defined on the role', 'user_claim');
  if (type === 'oidc' && role.allowed_redirect_uris.length === 0)
    return refuse("'allowed_redirect_uris' must be set if 'role_type' is 'oidc' or unspecified.", 'role_type');
  const bound =
    role.bound_audiences.length > 0 ||
    role.token_bound_cidrs.length > 0 ||
    role.bound_subject !== '' ||
    Object.keys(role.bound_claims).length > 0;
  if (type === 'jwt' && !bound) return refuse('must have at least one bound constraint when creating/updating a role');
  return max > 0 && ttl > max ? refuse('ttl should not be greater than max ttl', 'ttl') : undefined;
}

function warningsOf(role: JwtRole, maxLeaseTTL: number, request: unknown, dialect: Dialect): readonly string[] {
  const long =
    "token max ttl is greater than the system or backend mount's maximum TTL value; issued tokens' max TTL value will be truncated";
  const verbose =
    'verbose_oidc_logging has been enabled for this role. This is not recommended in production since sensitive information may be present in OIDC responses.';
  const own = [...(role.token_max_ttl > maxLeaseTTL ? [long] : []), ...(role.verbose_oidc_logging ? [verbose] : [])];
  // Unknown parameters are worth a warning only beside another one.
  return own.length === 0 ? [] : [...own, ...unrecognised(request, dialect)];
}

const openbaoOnly = ['token_strictly_bind_ip', 'token_policies_template_claims'];

function unrecognised(request: unknown, dialect: Dialect): readonly string[] {
  const names = isObject(request) ? Object.keys(request) : [];
  const unknown = names.filter(
    (name) => !Object.hasOwn(schema, name) || (dialect === 'vault' && openbaoOnly.includes(name)),
  );
  return unknown.length === 0
    ? []
    : [`Endpoint ignored these unrecognized parameters: [${unknown.toSorted().join(' ')}]`];
}
