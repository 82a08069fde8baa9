import { variablesOf } from '../../syntax/interpolate/evaluate.ts';
import { parseTemplate } from '../../syntax/interpolate/parse.ts';
import { parseSelector } from '../../syntax/selector/parse.ts';
import type { Match, Selector } from '../../syntax/selector/tree.ts';
import type { BindingRule } from '../../validation/consul/binding-rule.ts';

/** The comparisons of a selector; none of one that Consul cannot read. */
export function matchesOf(selector: string): readonly Match[] {
  if (selector === '') return [];
  const parsed = parseSelector(selector);
  return parsed.ok ? flat(parsed.tree) : [];
}

function flat(tree: Selector): readonly Match[] {
  if (tree.kind === 'match') return [tree];
  return tree.kind === 'not' ? flat(tree.operand) : tree.operands.flatMap(flat);
}

/** The field that a comparison is about, as `value.x`; `"x" in value` is about `value.x` too. */
export function fieldOf({ field: { path }, operator, value }: Match): string {
  const asks = path.length === 1 && (operator === 'in' || operator === 'not in');
  return asks ? `${path.join('.')}.${value?.text ?? ''}` : path.join('.');
}

/** The variables of a bind name, as `value.x`; none of one that Consul cannot read. */
export function bindNameVariables(bindName: string): readonly string[] {
  if (!bindName.includes('${')) return [];
  const parsed = parseTemplate(bindName);
  return parsed.ok ? variablesOf(parsed.tree).map(({ name }) => name) : [];
}

/**
 * The mapped claims on which it hangs whom a rule binds to what, as `value.x`; `undefined` when it may be any of them,
 * for it asks about all of them at once.
 */
export function claimsUsedBy({ selector, bindName, bindVars }: BindingRule): readonly string[] | undefined {
  const fields = matchesOf(selector).map(fieldOf);
  if (fields.some((field) => !field.includes('.'))) return undefined;
  return [...fields, ...bindNameVariables(bindName), ...bindNameVariables(bindVars?.Name ?? '')];
}
