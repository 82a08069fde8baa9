import type { VaultEntity } from '../../model/world.ts';
import { goTrim } from '../../syntax/go-string.ts';
import type { Jwt } from '../jwt/jws.ts';
import { verifiesSignature, type Verifies } from '../jwt/signature.ts';
import { capabilitiesOf, decidingRule } from '../vault-policy/acl.ts';
import type { Identity } from '../vault-policy/template.ts';
import { tokenAcl } from '../vault-policy/token.ts';
import { loginAtVault, type VaultAuth } from './login.ts';
import {
  alternatives,
  prepareVault,
  type PreparedVault,
  type RoleVerdicts,
  type VaultSetup,
  type WriteVerdict,
} from './setup.ts';
import type { VaultTraceStep } from './trace.ts';

/** One login to predict. */
export interface VaultAsk {
  readonly mount: { readonly path: string; readonly accessor: string };
  readonly login: { readonly role: string | null; readonly jwt: Jwt; readonly remoteAddress?: string };
  /** Seconds, may have a fraction. */
  readonly now: number;
  /** Whose the alias is already; left out for a first login. */
  readonly entity?: {
    readonly id: string;
    readonly name: string;
    readonly metadata?: Readonly<Record<string, string>> | null;
  };
  /** What the server keeps about whom an alias of the mount belongs to; without it, nothing. */
  readonly entityOf?: (alias: string) => VaultEntity | undefined;
  readonly paths: readonly string[];
}

export interface VaultQuestion extends VaultSetup, VaultAsk {}

export interface VaultAnswer {
  readonly config: WriteVerdict;
  readonly roles: RoleVerdicts;
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
  return predictAtVault(prepareVault(question, verifies), question);
}

/** The same for one of many logins at one server. */
export function predictAtVault(vault: PreparedVault, question: VaultAsk): VaultAnswer {
  const { login, now, entity } = question;
  const trace: VaultTraceStep[] = [...vault.trace];
  const result = loginAtVault(
    vault.mount,
    {
      role: login.role ?? '',
      jwt: login.jwt,
      remoteAddress: login.remoteAddress ?? '127.0.0.1',
      now,
      knownAlias: entity !== undefined,
    },
    trace,
  );
  const verdicts = { config: vault.config, roles: vault.roles };
  if (result.ok === true) {
    const known = question.entityOf?.(result.auth.alias);
    if (known?.disabled === true) {
      trace.push({ step: 'disabled entity', alias: result.auth.alias });
      const denied = { ok: false, status: 403, errors: ['permission denied'] };
      return { ...verdicts, login: denied, auth: null, capabilities: {}, trace };
    }
    const auth = known === undefined ? result.auth : withPoliciesOf(known, result.auth);
    const capabilities = capabilitiesFor(question, auth, vault, trace);
    return { ...verdicts, login: { ok: true, status: 200, errors: [] }, auth, capabilities, trace };
  }
  const failed =
    result.ok === undefined
      ? { ok: false, status: null, errors: [], unknown: result.unknown }
      : { ok: false, status: result.status, errors: [result.error], ...alternatives(result.alternatives) };
  return { ...verdicts, login: failed, auth: null, capabilities: {}, trace };
}

/** A token may do what its entity may, as long as it may; the answer to a login lists both together. */
function withPoliciesOf({ policies }: VaultEntity, auth: VaultAuth): VaultAuth {
  return policies.length === 0 ? auth : { ...auth, policies: [...new Set([...auth.policies, ...policies])].toSorted() };
}

/** Of what a server makes up itself nobody can ask before it has; these match nothing that anybody asks for. */
const madeUp = { id: '\u0001'.repeat(36), name: `entity_${'\u0001'.repeat(8)}` };

function capabilitiesFor(
  { mount, entity, now, paths }: VaultAsk,
  auth: VaultAuth,
  vault: PreparedVault,
  trace: VaultTraceStep[],
): VaultAnswer['capabilities'] {
  const identity: Identity = {
    id: entity?.id ?? madeUp.id,
    name: entity?.name ?? madeUp.name,
    metadata: entity?.metadata ?? {},
    aliases: [{ accessor: mount.accessor, id: madeUp.id, name: auth.alias, metadata: auth.metadata }],
    groups: [],
  };
  const may = tokenAcl(auth.policies, vault.policies, { identity, now, dialect: vault.mount.dialect });
  if (!may.ok) {
    trace.push({ step: 'unknown', reason: may.error });
    return {};
  }
  for (const name of may.missing) trace.push({ step: 'policy', name, exists: false });
  for (const { policy, label, reason } of may.dropped)
    trace.push({ step: 'dropped path', policy, path: label, reason });
  if (paths.some((path) => goTrim(path) === '')) {
    trace.push({
      step: 'unknown',
      reason: 'the server answers no question that has an empty path in it: missing path',
    });
    return {};
  }
  const answers = paths.map((asked) => {
    const path = goTrim(asked);
    const rule = decidingRule(may.acl, path, 'list');
    const by = [...new Set(rule?.rules.map(({ policy }) => policy))];
    trace.push({ step: 'decision', path, pattern: rule?.rules[0]?.label ?? null, policies: by });
    return [path, capabilitiesOf(may.acl, path)] as const;
  });
  return Object.fromEntries(answers);
}
