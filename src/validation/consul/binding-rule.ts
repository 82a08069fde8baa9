import { goQuote } from '../../syntax/go-string.ts';
import { interpolate, type Interpolated } from '../../syntax/interpolate/evaluate.ts';
import { checkSelector } from '../../syntax/selector/check.ts';
import { parseSelector } from '../../syntax/selector/parse.ts';
import { prefixed, refusal, type Refusal } from '../refusal.ts';
import { isObject } from '../object.ts';
import { decodeBody, members, storedMembers, text, textOf, type Shape } from './body.ts';
import { isIdentityName, isRoleName } from './names.ts';
import { consulPolicyNameError } from './policy.ts';
import { isTemplate, variablesError, variablesShape } from './templated-policy.ts';

const shape: Extract<Shape, { kind: 'object' }> = {
  kind: 'object',
  go: 'structs.ACLBindingRule',
  struct: 'ACLBindingRule',
  members: {
    ...members({ ID: text, Description: text, AuthMethod: text, Selector: text, BindType: text, BindName: text }),
    ...storedMembers(),
    BindVars: { shape: variablesShape, path: 'BindVars' },
  },
};

export interface BindingRuleContext {
  /**
   * The targets of the claim mappings of a rule's method, by the method's name; `undefined` when there is no such
   * method. Consul finds methods in any case.
   */
  readonly mappedClaims: (method: string) => readonly string[] | undefined;
  /** The stored rule that is written over; none for a new one. */
  readonly existing?: { readonly AuthMethod: string };
}

/** What Consul 1.22 answers to a binding rule that it refuses, in the order of its checks. */
export function bindingRuleError(rule: unknown, { mappedClaims, existing }: BindingRuleContext): Refusal | undefined {
  const { body, refused } = decodeBody('BindingRule', shape, rule);
  if (refused !== undefined) return refused;
  const given = textOf(body, 'AuthMethod');
  const method = given === '' ? (existing?.AuthMethod ?? '') : given;
  if (existing !== undefined && existing.AuthMethod !== method)
    return refusal(500, 'the AuthMethod field of an Binding Rule is immutable', ['AuthMethod']);
  if (method === '') return refusal(500, 'Invalid Binding Rule: no AuthMethod is set', ['AuthMethod']);
  const claims = mappedClaims(method);
  if (claims === undefined) return refusal(500, `cannot find auth method with name ${goQuote(method)}`, ['AuthMethod']);

  const selector = selectorError(textOf(body, 'Selector'));
  if (selector !== undefined) return selector;
  const bindType = textOf(body, 'BindType');
  const bindName = textOf(body, 'BindName');
  if (bindType === '') return refusal(500, 'Invalid Binding Rule: no BindType is set', ['BindType']);
  if (bindName === '') return refusal(500, 'Invalid Binding Rule: no BindName is set', ['BindName']);
  const bindVars = isObject(body.BindVars) ? { Name: textOf(body.BindVars, 'Name') } : undefined;
  if (bindType !== 'templated-policy' && bindVars !== undefined)
    return refusal(500, 'invalid Binding Rule: BindVars cannot be set when bind type is not templated-policy.', [
      'BindVars',
    ]);
  const fault = bindError(bindType, bindName, bindVars, claims);
  return fault && prefixed('Invalid Binding Rule: invalid BindName or BindVars: ', fault);
}

/** A rule as Consul stores it. */
export interface BindingRule {
  /** Empty for one that was never stored. */
  readonly id: string;
  readonly authMethod: string;
  readonly selector: string;
  readonly bindType: string;
  readonly bindName: string;
  readonly bindVars: { readonly Name: string } | undefined;
}

/** Reads a rule, whether or not {@link bindingRuleError} has something to say about it. */
export function readBindingRule(rule: unknown): BindingRule {
  const { body } = decodeBody('BindingRule', shape, rule);
  return {
    id: textOf(body, 'ID'),
    authMethod: textOf(body, 'AuthMethod'),
    selector: textOf(body, 'Selector'),
    bindType: textOf(body, 'BindType'),
    bindName: textOf(body, 'BindName'),
    bindVars: isObject(body.BindVars) ? { Name: textOf(body.BindVars, 'Name') } : undefined,
  };
}

/** An empty selector is none at all and always good. */
export function selectorError(selector: string): Refusal | undefined {
  if (selector === '') return undefined;
  const parsed = parseSelector(selector);
  const fault = parsed.ok ? checkSelector(parsed.tree) : { ...parsed, start: parsed.offset, end: parsed.offset };
  if (fault === undefined) return undefined;
  const { error, start, end } = fault;
  return refusal(500, `invalid Binding Rule: Selector is invalid: ${error}`, ['Selector'], { start, end });
}

/** The value that Consul puts for every claim when it tries a rule out. */
const trialValue = 'fake';

/**
 * Whether the bind name and variables give something usable when every mapped claim is `fake`: names that only break
 * for some values pass.
 */
export function bindError(
  bindType: string,
  bindName: string,
  bindVars: { readonly Name: string } | undefined,
  mappedClaims: readonly string[],
): Refusal | undefined {
  const variables = Object.fromEntries(mappedClaims.map((claim) => [`value.${claim}`, trialValue]));
  const check = bindType === 'policy' ? isPolicyName : loginNameChecks[bindType];
  if (check === undefined && bindType !== 'templated-policy')
    return refusal(500, `invalid Binding Rule: unknown BindType ${goQuote(bindType)}`, ['BindType']);
  const bound =
    check === undefined ? boundTemplate(bindName, bindVars, variables) : boundName(bindName, variables, check);
  if (bound.ok) return undefined;
  return refusal(500, `failed to validate bindType ${goQuote(bindType)}: ${bound.error}`, bound.member, bound.span);
}

export type Bound<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string; readonly member: readonly string[]; readonly span?: Refusal['span'] };

const isPolicyName = (name: string): boolean => consulPolicyNameError(name) === undefined;

/** What a filled-in name must be at a login. For policies this is stricter than what is checked when a rule is written. */
export const loginNameChecks: Readonly<Record<string, ((name: string) => boolean) | undefined>> = {
  service: isIdentityName,
  node: isIdentityName,
  role: isRoleName,
  policy: isRoleName,
};

/** The name that a rule binds, given the variables `value.<claim>`. Logins use it too. */
export function boundName(
  bindName: string,
  variables: Readonly<Record<string, string>>,
  check: (name: string) => boolean,
): Bound<string> {
  return checkedName(interpolate(bindName, variables), check);
}

/** The same for a bind name that is filled in already. */
export function checkedName(filled: Interpolated, check: (name: string) => boolean): Bound<string> {
  if (!filled.ok) return notFilled('error interpreting template', filled, ['BindName']);
  if (check(filled.text)) return { ok: true, value: filled.text };
  return { ok: false, error: `invalid bind name: ${goQuote(filled.text)}`, member: ['BindName'] };
}

/** The variables of the templated policy that a rule binds. Logins use it too. */
export function boundTemplate(
  bindName: string,
  bindVars: { readonly Name: string } | undefined,
  variables: Readonly<Record<string, string>>,
  fill: (template: string, variables: Readonly<Record<string, string>>) => Interpolated = interpolate,
): Bound<{ readonly Name: string } | undefined> {
  if (!isTemplate(bindName)) {
    const error = `Bind name for templated-policy bind type does not match existing template name: ${bindName}`;
    return { ok: false, error, member: ['BindName'] };
  }
  const filled = bindVars && fill(bindVars.Name, variables);
  if (filled?.ok === false)
    return notFilled('failed to interpret templated policy variables', filled, ['BindVars', 'Name']);
  const value = filled && { Name: filled.text };
  const fault = variablesError(bindName, value);
  if (fault === undefined) return { ok: true, value };
  const member = value === undefined ? ['BindVars'] : ['BindVars', 'Name'];
  return { ok: false, error: `templated policy failed validation: ${fault}`, member };
}

function notFilled(
  what: string,
  { error, offset }: Extract<Interpolated, { ok: false }>,
  member: readonly string[],
): Bound<never> {
  const fault = { ok: false as const, error: `${what}: ${error}`, member };
  return offset === undefined ? fault : { ...fault, span: { start: offset, end: offset } };
}
