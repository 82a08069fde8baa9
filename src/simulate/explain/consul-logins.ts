import type { ApiObject } from '../../model/api-object.ts';
import type { ConsulWorld } from '../../model/world.ts';
import { recent } from '../../support/recent.ts';
import type { Selectable } from '../../syntax/selector/evaluate.ts';
import { readBindingRule, type BindingRule } from '../../validation/consul/binding-rule.ts';
import { readRole, type Role } from '../../validation/consul/role.ts';
import {
  claimsAtConsul,
  compileConsul,
  loginAtConsul,
  type CompiledConsul,
  type ConsulLogin,
  type ConsulPrediction,
  type LoginAtConsul,
} from '../consul.ts';
import { claimsUsedBy, fieldOf, matchesOf } from '../consul-login/names-used.ts';
import type { Outcome } from '../outcome.ts';
import { anyKeys, takenForRight, type Bearer } from './bearer.ts';
import type { Link, TriedRule } from './explanation.ts';

/** An auth method made ready for the logins of many workloads. */
export interface ConsulLogins extends Prepared {
  /** Of a login whose claims were taken. */
  readonly outcome: (login: Taken) => LoginOutcome;
}

interface Prepared {
  readonly compiled: CompiledConsul;
  readonly rules: readonly SeenRule[];
  readonly roles: ReadonlyMap<string, Role>;
}

/** A login with the claims that rules see of it. */
interface Taken {
  readonly login: ConsulLogin;
  readonly claims: Extract<Outcome<Selectable>, { readonly ok: true }>;
}

/** A binding rule with the fields that its selector looks at. */
interface SeenRule extends BindingRule {
  readonly fields: readonly string[];
}

/** What a login comes to, apart from the claims that nobody looks at. */
export interface LoginOutcome extends LoginAtConsul {
  readonly rules: Link;
  readonly grant: Link;
}

/** Worlds are never changed, so what was made of one holds for all of its jobs. */
const known = new WeakMap<ConsulWorld, Map<string, ConsulLogins>>();

/** Most workloads of a cluster differ in names that no rule looks at; the outcomes of so many logins are kept. */
const kept = 16;

const nothing: readonly never[] = [];

export function loginsAt(consul: ConsulWorld, authMethod: ApiObject): ConsulLogins {
  const name = String(authMethod['Name']);
  const ofWorld = known.get(consul) ?? new Map<string, ConsulLogins>();
  known.set(consul, ofWorld);
  const there = ofWorld.get(name) ?? prepared(consul, authMethod, name);
  ofWorld.set(name, there);
  return there;
}

function prepared(consul: ConsulWorld, authMethod: ApiObject, name: string): ConsulLogins {
  const bindingRules = consul.bindingRules.filter((one) => sameName(one['AuthMethod'], name));
  const discoveryAlgorithms = ['RS256', 'EdDSA'];
  const compiled = compileConsul({ ...consul, authMethod, bindingRules, jwks: anyKeys, discoveryAlgorithms });
  const roles = new Map(consul.roles.map((role) => readRole(role)).map((role) => [role.name, role]));
  const rules = bindingRules
    .map(readBindingRule)
    .map((rule) => ({ ...rule, fields: matchesOf(rule.selector).map(fieldOf) }));
  const named = rules.map(claimsUsedBy);
  const used = named.every((names) => names !== undefined) ? [...new Set(named.flat())] : undefined;
  const made = { compiled, rules, roles };
  const outcome = recent(
    kept,
    ({ claims }: Taken) => keyOf(used, claims.value),
    ({ login, claims }: Taken) => outcomeOf(made, loginAtConsul(compiled, login, claims), claims.value),
  );
  return { ...made, outcome };
}

/** Consul takes names of auth methods in any case. */
export function sameName(one: unknown, other: string): boolean {
  return typeof one === 'string' && one.toLowerCase() === other.toLowerCase();
}

/** What a login with this JWT comes to, and its claims as rules see them. */
export function loginOf(
  logins: ConsulLogins,
  { jwt }: Bearer,
  now: number,
): { readonly claims: Outcome<Selectable>; readonly outcome: LoginOutcome } {
  const login = { jwt, now, verifies: takenForRight };
  const claims = claimsAtConsul(logins.compiled, login);
  if (claims.ok) return { claims, outcome: logins.outcome({ login, claims }) };
  return { claims, outcome: outcomeOf(logins, loginAtConsul(logins.compiled, login, claims), undefined) };
}

/** @param used the mapped claims on which it hangs what a login comes to, as `value.x`; `undefined` when all may */
function keyOf(used: readonly string[] | undefined, claims: Selectable): string {
  return JSON.stringify(used === undefined ? claims : used.map((field) => valueOf(claims, field)));
}

/** @param field `value.x` or `list.x` */
function valueOf({ value, list }: Selectable, field: string): string | readonly string[] | null {
  const at = field.indexOf('.');
  const name = field.slice(at + 1);
  const values = field.startsWith('list.') ? list : value;
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null;
}

function outcomeOf(logins: Prepared, login: LoginAtConsul, claims: Selectable | undefined): LoginOutcome {
  const { prediction, decide, decideBelow } = login;
  return {
    prediction,
    decide,
    decideBelow,
    rules: rulesLink(prediction, logins, claims),
    grant: grantLink(prediction, logins),
  };
}

type Prediction = Omit<ConsulPrediction, 'checks'>;

function rulesLink(
  { bindingRules, login, trace }: Prediction,
  { rules }: Prepared,
  claims: Selectable | undefined,
): Link {
  const sees = ({ fields }: SeenRule): TriedRule['sees'] =>
    Object.fromEntries(fields.map((field) => [field, claims === undefined ? null : valueOf(claims, field)]));
  const tried = trace.flatMap((step): readonly TriedRule[] => {
    const rule = step.step === 'rule' ? rules[step.rule] : undefined;
    if (step.step !== 'rule' || rule === undefined) return [];
    const { bindType, bindName } = rule;
    const { selector, matched, bound = {} } = step;
    const { name, exists, error } = bound;
    const one: TriedRule = { selector, matched, sees: sees(rule), bindType, bindName };
    if (name === undefined && exists === undefined && error === undefined) return [one];
    return [
      {
        ...one,
        ...(name === undefined ? {} : { name }),
        ...(exists === undefined ? {} : { exists }),
        ...(error === undefined ? {} : { error }),
      },
    ];
  });
  const refused = bindingRules.flatMap(({ accepted, error }, index): readonly TriedRule[] => {
    const rule = rules[index];
    if (accepted || rule === undefined) return [];
    const { selector, bindType, bindName } = rule;
    return [
      { selector, matched: false, sees: {}, bindType, bindName, error: `Consul refuses this rule: ${error ?? ''}` },
    ];
  });
  const spoilt = tried.some(({ error }) => error !== undefined);
  const matched = tried.some((one) => one.matched);
  return {
    state: spoilt || !matched ? 'broken' : 'ok',
    link: 'rules',
    tried: [...tried, ...refused],
    error: spoilt || !matched ? login.error : null,
  };
}

function grantLink({ token, login, trace }: Prediction, { roles: stored }: Prepared): Link {
  const missing = trace.flatMap((step) =>
    step.step === 'rule' && step.bound?.exists === false ? [`${step.bindType ?? ''} ${step.bound.name ?? ''}`] : [],
  );
  const left = trace.flatMap((step) =>
    step.step === 'object' ? [{ what: `${step.sort} ${step.name}`, error: step.error }] : [],
  );
  return {
    state: token === null ? 'broken' : 'ok',
    link: 'grant',
    policies: token?.policies ?? [],
    roles: (token?.roles ?? []).map((name) => ({
      name,
      policies: (stored.get(name)?.policies ?? []).map((policy) => policy.name || policy.id),
    })),
    identities: [
      ...(token?.serviceIdentities ?? []).map(({ ServiceName }) => `service identity ${ServiceName}`),
      ...(token?.nodeIdentities ?? []).map(({ NodeName }) => `node identity ${NodeName}`),
      ...(token?.templatedPolicies ?? []).map(({ TemplateName, TemplateVariables }) =>
        `templated policy ${TemplateName} ${TemplateVariables?.name ?? ''}`.trim(),
      ),
    ],
    missing: missing.length === 0 ? nothing : missing,
    left: left.length === 0 ? nothing : left,
    error: token === null ? login.error : null,
  };
}
