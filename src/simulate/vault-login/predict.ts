import type { Jwks } from '../../model/jwks.ts';
import { decodeJwtConfig, jwtConfigError } from '../../validation/vault/jwt-config.ts';
import { judgeJwtRole, type JwtRole } from '../../validation/vault/jwt-role.ts';
import { vaultPolicyName, vaultPolicyNameError, type Dialect } from '../../validation/vault/policy.ts';
import { verifiesSignature, type Verifies } from '../jwt/keys.ts';
import { capabilitiesOf, decidingRule } from '../vault-policy/acl.ts';
import { readPolicy, type Policy } from '../vault-policy/policy.ts';
import type { Identity } from '../vault-policy/template.ts';
import { tokenAcl } from '../vault-policy/token.ts';
import { fetchOf, keysOf } from './keys.ts';
import { loginAtVault, type VaultAuth, type VaultMount } from './login.ts';
import type { VaultTraceStep } from './trace.ts';

/** One login to predict, in the words of the HTTP API. */
export interface VaultQuestion {
  readonly product?: Dialect;
  readonly mount: { readonly path: string; readonly accessor: string };
  /** As `auth/<mount>/config` takes it; `null` when there is none. */
  readonly config: unknown;
  /** Name to what `auth/<mount>/role/<name>` takes. */
  readonly roles: Readonly<Record<string, unknown>>;
  /** Name to text. */
  readonly policies: Readonly<Record<string, string>>;
  readonly login: { readonly role: string | null; readonly jwt: string; readonly remoteAddress?: string };
  /** What the mount's key sources serve. */
  readonly jwks?: Jwks;
  /** Seconds, may have a fraction. */
  readonly now: number;
  /** Whose the alias is already; left out for a first login. */
  readonly entity?: {
    readonly id: string;
    readonly name: string;
    readonly metadata?: Readonly<Record<string, string>> | null;
  };
  readonly paths: readonly string[];
}

export interface VaultAnswer {
  readonly config: {
    readonly accepted: boolean;
    readonly errors: readonly string[];
    readonly alternatives?: readonly string[];
  };
  readonly roles: Readonly<
    Record<
      string,
      {
        readonly accepted: boolean;
        readonly errors: readonly string[];
        readonly warnings: readonly string[];
        readonly alternatives?: readonly string[];
      }
    >
  >;
  readonly login: {
    readonly ok: boolean;
    /** HTTP; `null` when the answer is not known. */
    readonly status: number | null;
    readonly errors: readonly string[];
    readonly alternatives?: readonly string[];
    /** Why the answer is not known. */
    readonly unknown?: string;
  };
  readonly auth: VaultAuth | null;
  readonly capabilities: Readonly<Record<string, readonly string[]>>;
  readonly trace: readonly VaultTraceStep[];
}

/** What a Vault 1.21 or an OpenBao 2.6 that is set up so answers to a login, and what the token that comes of it may do. */
export function predictVault(question: VaultQuestion, verifies: Verifies = verifiesSignature): VaultAnswer {
  const { product: dialect = 'vault', login, now } = question;
  const trace: VaultTraceStep[] = [];
  const config = configVerdict(question, dialect);
  const roles = roleVerdicts(question.roles, dialect);
  const policies = policiesOf(question.policies, dialect, trace);
  const mount: VaultMount = { dialect, verifies, roles: roles.kept, ...config.kept };
  const result = loginAtVault(
    mount,
    {
      role: login.role ?? '',
      jwt: login.jwt,
      remoteAddress: login.remoteAddress ?? '127.0.0.1',
      now,
      knownAlias: question.entity !== undefined,
    },
    trace,
  );
  const verdicts = { config: config.verdict, roles: roles.verdicts };
  if (result.ok === true) {
    const capabilities = capabilitiesFor(question, result.auth, policies, dialect, trace);
    return { ...verdicts, login: { ok: true, status: 200, errors: [] }, auth: result.auth, capabilities, trace };
  }
  const failed =
    result.ok === undefined
      ? { ok: false, status: null, errors: [], unknown: result.unknown }
      : { ok: false, status: result.status, errors: [result.error], ...alternatives(result.alternatives) };
  return { ...verdicts, login: failed, auth: null, capabilities: {}, trace };
}

function alternatives(texts: readonly string[] | undefined): { readonly alternatives?: readonly string[] } {
  return texts === undefined || texts.length === 0 ? {} : { alternatives: texts };
}

function configVerdict(
  { config, jwks }: VaultQuestion,
  dialect: Dialect,
): { readonly verdict: VaultAnswer['config']; readonly kept: Pick<VaultMount, 'config' | 'keys'> } {
  const nothing = { config: undefined, keys: { from: 'unknown' } } as const;
  if (config === null || config === undefined) return { verdict: { accepted: false, errors: [] }, kept: nothing };
  const refused = jwtConfigError(config, { dialect, fetched: fetchOf(jwks) });
  if (refused !== undefined) {
    const verdict = { accepted: false, errors: [refused.text], ...alternatives(refused.alternatives) };
    return { verdict, kept: nothing };
  }
  const read = decodeJwtConfig(config, dialect).config;
  return { verdict: { accepted: true, errors: [] }, kept: { config: read, keys: keysOf(read, jwks, dialect) } };
}

function roleVerdicts(
  roles: VaultQuestion['roles'],
  dialect: Dialect,
): { readonly verdicts: VaultAnswer['roles']; readonly kept: ReadonlyMap<string, JwtRole> } {
  const kept = new Map<string, JwtRole>();
  const verdicts = Object.entries(roles).map(([name, request]) => {
    const existing = kept.get(name.toLowerCase());
    const { role, refused, warnings } = judgeJwtRole(request, { dialect, ...(existing && { existing }) });
    if (refused === undefined) kept.set(name.toLowerCase(), role);
    const errors = refused === undefined ? [] : [refused.text];
    const others = alternatives(refused?.alternatives);
    return [name, { accepted: refused === undefined, errors, warnings, ...others }] as const;
  });
  return { verdicts: Object.fromEntries(verdicts), kept };
}

function policiesOf(
  texts: VaultQuestion['policies'],
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

/** Of what a server makes up itself nobody can ask before it has; these match nothing that anybody asks for. */
const madeUp = { id: '\u0001'.repeat(36), name: `entity_${'\u0001'.repeat(8)}` };

function capabilitiesFor(
  { mount, entity, now, paths }: VaultQuestion,
  auth: VaultAuth,
  policies: ReadonlyMap<string, Policy>,
  dialect: Dialect,
  trace: VaultTraceStep[],
): VaultAnswer['capabilities'] {
  const identity: Identity = {
    id: entity?.id ?? madeUp.id,
    name: entity?.name ?? madeUp.name,
    metadata: entity?.metadata ?? {},
    aliases: [{ accessor: mount.accessor, id: madeUp.id, name: auth.alias, metadata: auth.metadata }],
    groups: [],
  };
  const may = tokenAcl(auth.policies, policies, { identity, now, dialect });
  if (!may.ok) {
    trace.push({ step: 'unknown', reason: may.error });
    return {};
  }
  for (const name of may.missing) trace.push({ step: 'policy', name, exists: false });
  for (const { policy, label, reason } of may.dropped)
    trace.push({ step: 'dropped path', policy, path: label, reason });
  if (paths.some((path) => path.trim() === '')) {
    trace.push({
      step: 'unknown',
      reason: 'the server answers no question that has an empty path in it: missing path',
    });
    return {};
  }
  const answers = paths.map((asked) => {
    const path = asked.trim();
    const rule = decidingRule(may.acl, path, 'list');
    const by = [...new Set(rule?.rules.map(({ policy }) => policy))];
    trace.push({ step: 'decision', path, pattern: rule?.rules[0]?.label ?? null, policies: by });
    return [path, capabilitiesOf(may.acl, path)] as const;
  });
  return Object.fromEntries(answers);
}
