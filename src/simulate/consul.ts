import { goQuote } from '../syntax/go-string.ts';
import type { Selectable } from '../syntax/selector/evaluate.ts';
import { templates } from '../validation/consul/templated-policy.ts';
import { allowedBelow, authorize, type Check, type Decision } from './consul-acl/authorize.ts';
import { bind } from './consul-login/bind.ts';
import type { Acceptance, CompiledConsul } from './consul-login/compile.ts';
import { tokenDescription } from './consul-login/description.ts';
import { verifyDiscovered } from './consul-login/discovery.ts';
import { isEmpty, type Links } from './consul-login/links.ts';
import { mapLists, mapValues, type Mapping } from './consul-login/mappings.ts';
import { verifyToken } from './consul-login/verify.ts';
import type { Jwt } from './jwt/jws.ts';
import { verifiesSignature, type Verifies } from './jwt/signature.ts';
import { good, refused, type Outcome } from './outcome.ts';
import type { Trace, TraceStep } from './trace.ts';

export { compileConsul, type Acceptance, type CompiledConsul } from './consul-login/compile.ts';
export type { ConsulConfiguration } from './consul-login/configuration.ts';

/** One login, and what is asked of the token that it gives. */
export interface ConsulLogin {
  readonly jwt: Jwt;
  readonly meta?: Readonly<Record<string, string>>;
  /** Seconds since 1970; may have a fraction. */
  readonly now: number;
  readonly checks?: readonly Check[];
  /** How signatures are checked; left out, they are. */
  readonly verifies?: Verifies;
  /** Whether the way to the answer is told too; left out, it is. Who asks many thousand times saves time without. */
  readonly traced?: boolean;
}

export interface LoginAnswer {
  readonly ok: boolean;
  /** HTTP status. */
  readonly status: number;
  /** The server's text; null when the login is good. */
  readonly error: string | null;
  /** Other texts that the order of Go's maps makes possible. */
  readonly alternatives?: readonly string[];
}

/** The token of a login, without its ids; members of lists as the HTTP API gives them. */
export interface PredictedToken {
  readonly description: string;
  readonly local: boolean;
  readonly authMethod: string;
  readonly policies: readonly string[];
  readonly roles: readonly string[];
  readonly serviceIdentities: readonly { readonly ServiceName: string }[];
  readonly nodeIdentities: readonly { readonly NodeName: string; readonly Datacenter: string }[];
  readonly templatedPolicies: readonly {
    readonly TemplateID: string;
    readonly TemplateName: string;
    readonly TemplateVariables?: { readonly name?: string };
  }[];
  /** Seconds; null when it never expires. */
  readonly expiresIn: number | null;
}

/** The answer to a check; a login that fails leaves no token, which is denied everything. */
export type CheckAnswer = Decision | { readonly allow: false; readonly decidedBy: null | { readonly broken: string } };

export interface ConsulPrediction {
  readonly authMethod: Acceptance;
  readonly bindingRules: readonly Acceptance[];
  readonly login: LoginAnswer;
  readonly token: PredictedToken | null;
  readonly checks: readonly CheckAnswer[];
  readonly trace: Trace;
}

/** Predicts a login at Consul 1.22: whether it succeeds, with which error if not, and what its token may do. */
export function predictConsul(consul: CompiledConsul, login: ConsulLogin): ConsulPrediction {
  const { prediction, decide } = loginAtConsul(consul, login);
  const { trace, ...answers } = prediction;
  return { ...answers, checks: (login.checks ?? []).map(decide), trace };
}

export interface LoginAtConsul {
  readonly prediction: Omit<ConsulPrediction, 'checks'>;
  /** What the token that came of it may do. */
  readonly decide: (check: Check) => CheckAnswer;
  /** Whether it may do it with one of the names that begin as the check says, when not with all. */
  readonly decideBelow: (check: Check) => boolean;
}

/**
 * The same, for questions that come one by one.
 * @param seen what {@link claimsAtConsul} gives for this login, if somebody asked already
 */
export function loginAtConsul(
  consul: CompiledConsul,
  login: Omit<ConsulLogin, 'checks'>,
  seen?: Outcome<Selectable>,
): LoginAtConsul {
  const trace: TraceStep[] | undefined = login.traced === false ? undefined : [...consul.trace];
  const { authMethod, bindingRules } = consul;
  const links = linksOf(consul, login, seen, trace);
  if (!links.ok) {
    const { error, alternatives } = links;
    const answer: LoginAnswer = {
      ok: false,
      // As Consul's HTTP layer tells errors apart: by words in them.
      status: /Permission denied|ACL not found/.test(error) ? 403 : 500,
      error,
      ...(alternatives.length === 0 ? {} : { alternatives }),
    };
    return {
      prediction: { authMethod, bindingRules, login: answer, token: null, trace: trace ?? [] },
      decide: () => ({ allow: false, decidedBy: null }),
      decideBelow: () => false,
    };
  }
  const rules = consul.rulesOf(links.value);
  return {
    prediction: {
      authMethod,
      bindingRules,
      login: { ok: true, status: 200, error: null },
      token: tokenOf(consul, login, links.value),
      trace: trace ?? [],
    },
    decide: (check) =>
      'broken' in rules ? { allow: false, decidedBy: { broken: rules.broken } } : authorize(rules, check),
    decideBelow: (check) => !('broken' in rules) && allowedBelow(rules, check),
  };
}

/** The claims of a login as rules see them, if its JWT is in order. */
export function claimsAtConsul(consul: CompiledConsul, login: Omit<ConsulLogin, 'checks'>): Outcome<Selectable> {
  const { method, keys, unreadable, discoveryAlgorithms } = consul;
  const { config } = method;
  const check = { config, keys, unreadable, verifies: login.verifies ?? verifiesSignature, now: login.now };
  const claims =
    config.OIDCDiscoveryURL === ''
      ? verifyToken(login.jwt, check)
      : verifyDiscovered(login.jwt, check, discoveryAlgorithms);
  if (!claims.ok) return claims;
  const values = mapValues(claims.value, consul.values);
  if (!values.ok) return values;
  const lists = mapLists(claims.value, consul.lists);
  return lists.ok ? good({ value: values.value, list: lists.value }) : lists;
}

function linksOf(
  consul: CompiledConsul,
  login: ConsulLogin,
  seen: Outcome<Selectable> | undefined,
  trace: TraceStep[] | undefined,
): Outcome<Links> {
  const { method, authMethod } = consul;
  const { name } = method;
  if (!authMethod.accepted) {
    trace?.push({ step: 'method', name, ok: false, error: authMethod.error ?? '' });
    return refused(`ACL not found: auth method ${goQuote(name)} not found`);
  }
  trace?.push({ step: 'method', name, ok: true });
  if (login.jwt === '') return noted(refused('missing jwt'), trace);
  const claims = seen ?? claimsAtConsul(consul, login);
  if (!claims.ok) return noted(claims, trace);
  const { value, list } = claims.value;
  trace?.push({ step: 'token', ok: true });
  noteMappings(consul.values, 'value', value, trace);
  noteMappings(consul.lists, 'list', list, trace);
  const variables: Record<string, string> = { ...consul.noVariables };
  for (const { target, variable } of consul.values)
    if (Object.hasOwn(value, target)) variables[variable] = value[target] ?? '';
  const links = bind(consul.rules, { value, list }, variables, consul.existing, trace);
  if (!links.ok) return links;
  return isEmpty(links.value) ? refused('Permission denied') : good(links.value);
}

function noted<T extends Extract<Outcome<never>, { ok: false }>>(outcome: T, trace: TraceStep[] | undefined): T {
  trace?.push({ step: 'token', ok: false, error: outcome.error });
  return outcome;
}

function noteMappings(
  mappings: readonly Mapping[],
  sort: 'value' | 'list',
  mapped: Readonly<Record<string, string | readonly string[]>>,
  trace: TraceStep[] | undefined,
): void {
  if (trace === undefined) return;
  for (const { claim, target } of mappings) {
    const result = Object.hasOwn(mapped, target) ? mapped[target] : undefined;
    trace.push({ step: 'mapping', claim, target, sort, ...(result === undefined ? { absent: true } : { result }) });
  }
}

function tokenOf({ method, datacenter }: CompiledConsul, { meta = {} }: ConsulLogin, links: Links): PredictedToken {
  return {
    description: tokenDescription(meta),
    local: method.tokenLocality !== 'global',
    authMethod: method.name,
    policies: links.policies,
    roles: links.roles,
    serviceIdentities: links.serviceIdentities.map((ServiceName) => ({ ServiceName })),
    nodeIdentities: links.nodeIdentities.map((NodeName) => ({ NodeName, Datacenter: datacenter })),
    templatedPolicies: links.templatedPolicies.map(({ template, variables }) => ({
      TemplateID: templates[template]?.id ?? '',
      TemplateName: template,
      ...(variables === undefined ? {} : { TemplateVariables: variables.Name === '' ? {} : { name: variables.Name } }),
    })),
    expiresIn: method.maxTokenTTL === 0n ? null : Number(method.maxTokenTTL) / 1e9,
  };
}
