import type { ApiObject } from '../../model/api-object.ts';
import type { ConsulWorld } from '../../model/world.ts';
import { readBindingRule } from '../../validation/consul/binding-rule.ts';
import { readRole, type Role } from '../../validation/consul/role.ts';
import {
  compileConsul,
  predictConsul,
  type CheckAnswer,
  type CompiledConsul,
  type ConsulPrediction,
} from '../consul.ts';
import type { Trace } from '../trace.ts';
import { anyKeys, takenForRight, type Bearer } from './bearer.ts';
import type { GrantLink, Link, LoginLink, NeedLink, RulesLink, State, TriedRule } from './explanation.ts';
import type { Need } from './needs.ts';
import type { Request } from './requests.ts';
import { seenBy } from './seen.ts';

/** From the login at an auth method to what the token may do. */
export function consulLinks(
  consul: ConsulWorld,
  authMethod: string,
  bearer: Bearer,
  needs: readonly Need[],
  now: number,
): readonly Link[] {
  const method = consul.authMethods.find((one) => sameName(one['Name'], authMethod));
  if (method === undefined) {
    const error = `ACL not found: auth method ${JSON.stringify(authMethod)} not found`;
    return [
      { state: 'broken', link: 'login', at: { authMethod }, error, mapped: [], bound: [] },
      ...needs.map(unasked),
    ];
  }
  const { compiled, rules, roles } = compiledFor(consul, authMethod, method);
  const asked = needs.map(({ request }) => checkOf(request));
  const prediction = predictConsul(compiled, {
    jwt: bearer.jwt,
    now,
    checks: asked.flatMap((check) => check ?? []),
    verifies: takenForRight,
  });
  const { trace } = prediction;
  const answers = [...prediction.checks];
  return [
    loginLink(prediction, authMethod, bearer),
    rulesLink(prediction, rules, trace),
    grantLink(prediction, roles, trace),
    ...needs.map((need, index): Link => {
      const answer = asked[index] === undefined ? undefined : answers.shift();
      return answer === undefined ? unasked(need) : needLink(need, answer);
    }),
  ];
}

interface Compiled {
  readonly compiled: CompiledConsul;
  readonly rules: readonly ApiObject[];
  readonly roles: ReadonlyMap<string, Role>;
}

/** Worlds are never changed, so what was made of one holds for all of its jobs. */
const known = new WeakMap<ConsulWorld, Map<string, Compiled>>();

function compiledFor(consul: ConsulWorld, name: string, authMethod: ApiObject): Compiled {
  const ofWorld = known.get(consul) ?? new Map<string, Compiled>();
  known.set(consul, ofWorld);
  const there = ofWorld.get(name);
  if (there !== undefined) return there;
  const bindingRules = consul.bindingRules.filter((one) => sameName(one['AuthMethod'], name));
  const discoveryAlgorithms = ['RS256', 'EdDSA'];
  const compiled = compileConsul({ ...consul, authMethod, bindingRules, jwks: anyKeys, discoveryAlgorithms });
  const roles = new Map(consul.roles.map((role) => readRole(role)).map((role) => [role.name, role]));
  const made = { compiled, rules: bindingRules, roles };
  ofWorld.set(name, made);
  return made;
}

/** Consul takes names of auth methods in any case. */
export function sameName(one: unknown, other: string): boolean {
  return typeof one === 'string' && one.toLowerCase() === other.toLowerCase();
}

function checkOf(request: Request | null): { resource: string; segment: string; access: string } | undefined {
  if (request?.product !== 'consul') return undefined;
  const { resource, segment, access } = request;
  return { resource, segment, access };
}

function loginLink({ login, authMethod: accepted, trace }: ConsulPrediction, name: string, { open }: Bearer): Link {
  const mapped: { claim: string; target: string; value: unknown }[] = [];
  let tokenTaken = false;
  for (const step of trace) {
    if (step.step === 'token') tokenTaken = step.ok;
    if (step.step === 'mapping')
      mapped.push({ claim: step.claim, target: `${step.sort}.${step.target}`, value: step.result ?? null });
  }
  const unsure = mapped.filter(({ claim }) => open.has(claim)).map(({ claim }) => claim);
  const common = { link: 'login', at: { authMethod: name }, mapped, bound: [] } as const satisfies Omit<
    LoginLink,
    'error'
  >;
  if (!accepted.accepted)
    return {
      ...common,
      state: 'broken',
      error: login.error,
      reason: `Consul refuses this auth method: ${accepted.error ?? ''}`,
    };
  if (!tokenTaken) {
    const { error, alternatives } = login;
    return { ...common, state: 'broken', error, ...(alternatives === undefined ? {} : { alternatives }) };
  }
  // The allocation's id is no matter unless somebody picks on it.
  const state: State = unsure.length > 0 ? 'unknown' : 'ok';
  return {
    ...common,
    state,
    error: null,
    ...(unsure.length > 0 ? { reason: `not known yet: ${unsure.join(', ')}` } : {}),
  };
}

function rulesLink(prediction: ConsulPrediction, rules: readonly unknown[], trace: Trace): Link {
  const values = new Map<string, unknown>();
  for (const step of trace)
    if (step.step === 'mapping' && step.result !== undefined) values.set(`${step.sort}.${step.target}`, step.result);
  const tried = trace.flatMap((step): readonly TriedRule[] => {
    if (step.step !== 'rule') return [];
    const { bindType, bindName } = readBindingRule(rules[step.rule]);
    const { selector, matched, bound = {} } = step;
    const { name, exists, error } = bound;
    return [
      {
        selector,
        matched,
        sees: seenBy(selector, values),
        bindType,
        bindName,
        ...(name === undefined ? {} : { name }),
        ...(exists === undefined ? {} : { exists }),
        ...(error === undefined ? {} : { error }),
      },
    ];
  });
  const refused = prediction.bindingRules.flatMap(({ accepted, error }, index): readonly TriedRule[] => {
    if (accepted) return [];
    const { selector, bindType, bindName } = readBindingRule(rules[index]);
    return [
      { selector, matched: false, sees: {}, bindType, bindName, error: `Consul refuses this rule: ${error ?? ''}` },
    ];
  });
  const spoilt = tried.some(({ error }) => error !== undefined);
  const matched = tried.some((one) => one.matched);
  const link: RulesLink = {
    link: 'rules',
    tried: [...tried, ...refused],
    error: spoilt || !matched ? prediction.login.error : null,
  };
  return { state: spoilt || !matched ? 'broken' : 'ok', ...link };
}

function grantLink({ token, login, trace }: ConsulPrediction, stored: Compiled['roles'], steps: Trace): Link {
  const missing = steps.flatMap((step) =>
    step.step === 'rule' && step.bound?.exists === false ? [`${step.bindType ?? ''} ${step.bound.name ?? ''}`] : [],
  );
  const left = trace.flatMap((step) =>
    step.step === 'object' ? [{ what: `${step.sort} ${step.name}`, error: step.error }] : [],
  );
  const link: GrantLink = {
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
    missing,
    left,
    error: token === null ? login.error : null,
  };
  return { state: token === null ? 'broken' : 'ok', ...link };
}

function needLink(need: Need, { allow, decidedBy }: CheckAnswer): Link {
  const common = { ...asAsked(need), allow };
  // Of a list, those names are left out that may not be seen; which they are depends on what there is.
  const state: State = allow ? 'ok' : need.prefix ? 'unknown' : 'broken';
  if (decidedBy === null) return { ...common, state, decidedBy: null };
  if ('broken' in decidedBy)
    return { ...common, state, decidedBy: null, reason: `Consul cannot make up the policy of its ${decidedBy.broken}` };
  return { ...common, state, decidedBy };
}

type Asked = Omit<NeedLink, 'allow' | 'decidedBy'>;

export function asAsked({ need, origin, request, conditional, unknown, lack }: Need): Asked {
  return { link: 'need', need, origin, request, conditional, unknown, lack };
}

/** A need of which it is not known whether it is met. */
export function unasked(need: Need): Link {
  return { ...asAsked(need), state: 'unknown', allow: null, decidedBy: null };
}
