import { compileTemplate, type Filler } from '../../syntax/interpolate/evaluate.ts';
import { checkSelector } from '../../syntax/selector/check.ts';
import { compileSelector, type Matcher, type Selectable } from '../../syntax/selector/evaluate.ts';
import { parseSelector } from '../../syntax/selector/parse.ts';
import { boundTemplate, checkedName, loginNameChecks, type BindingRule } from '../../validation/consul/binding-rule.ts';
import { anyOf, good, type Outcome } from '../outcome.ts';
import type { Bound, TraceStep } from '../trace.ts';
import { addOnce, addTemplated, noLinks, type Links } from './links.ts';

/** A binding rule made ready for many logins. */
export interface CompiledRule {
  /** Where it stands in the input. */
  readonly index: number;
  readonly rule: BindingRule;
  readonly matches: Matcher;
  readonly fillName: Filler;
  readonly fillVariable: Filler;
}

export function compileRule(index: number, rule: BindingRule): CompiledRule {
  return {
    index,
    rule,
    matches: rule.selector === '' ? () => true : matcherOf(rule.selector),
    fillName: compileTemplate(rule.bindName),
    fillVariable: compileTemplate(rule.bindVars?.Name ?? ''),
  };
}

/** A selector that Consul cannot read matches nothing. */
function matcherOf(selector: string): Matcher {
  const parsed = parseSelector(selector);
  return parsed.ok && checkSelector(parsed.tree) === undefined ? compileSelector(parsed.tree) : () => false;
}

/** Roles and policies by name, which Consul finds in any case. */
export interface Existing {
  readonly roles: ReadonlyMap<string, string>;
  readonly policies: ReadonlyMap<string, string>;
}

/** What the rules give a token with these claims. One bad bind name spoils the login, whatever the others give. */
export function bind(
  rules: readonly CompiledRule[],
  selectable: Selectable,
  variables: Readonly<Record<string, string>>,
  existing: Existing,
  trace: TraceStep[] | undefined,
): Outcome<Links> {
  const links = noLinks();
  const errors: string[] = [];
  for (const compiled of rules) {
    const { index, rule, matches } = compiled;
    const matched = matches(selectable);
    const { selector, bindType } = rule;
    if (!matched) {
      trace?.push({ step: 'rule', rule: index, selector, matched });
      continue;
    }
    const bound = bindOne(compiled, variables, existing, links);
    if (bound.error !== undefined) errors.push(bound.error);
    trace?.push({ step: 'rule', rule: index, selector, matched, bindType, bound });
  }
  return anyOf(errors) ?? good(links);
}

function bindOne(
  { rule, fillName, fillVariable }: CompiledRule,
  variables: Readonly<Record<string, string>>,
  existing: Existing,
  links: Links,
): Bound {
  const { bindType, bindName, bindVars } = rule;
  if (bindType === 'templated-policy') {
    const filled = boundTemplate(bindName, bindVars, variables, () => fillVariable(variables));
    if (!filled.ok) return { error: filled.error };
    addTemplated(links.templatedPolicies, { template: bindName, variables: filled.value });
    return { name: bindName };
  }
  const bound = checkedName(fillName(variables), loginNameChecks[bindType] ?? (() => false));
  if (!bound.ok) return { error: bound.error };
  const name = bound.value;
  switch (bindType) {
    case 'service':
      addOnce(links.serviceIdentities, name);
      return { name };
    case 'node':
      addOnce(links.nodeIdentities, name);
      return { name };
    default: {
      const sort = bindType === 'role' ? 'roles' : 'policies';
      const stored = existing[sort].get(name.toLowerCase());
      if (stored !== undefined) addOnce(links[sort], stored);
      return { name: stored ?? name, exists: stored !== undefined };
    }
  }
}
