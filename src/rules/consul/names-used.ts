import { parseTemplate } from '../../syntax/interpolate/parse.ts';
import { childrenOf, type Node } from '../../syntax/interpolate/tree.ts';
import { parseSelector } from '../../syntax/selector/parse.ts';
import type { Match, Selector } from '../../syntax/selector/tree.ts';
import type { BindingRule } from '../../validation/consul/binding-rule.ts';

/** The claims that Nomad can write (1.7 to 2.0). */
export const nomadClaims: ReadonlySet<string> = new Set([
  'aud', 'consul_namespace', 'exp', 'extra_claims', 'iat', 'iss', 'jti', 'nbf', 'nomad_allocation_id', 'nomad_job_id',
  'nomad_namespace', 'nomad_service', 'nomad_task', 'sub', 'vault_namespace', 'vault_role',
]); // prettier-ignore

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
export function variablesOf(template: string): readonly string[] {
  if (!template.includes('${')) return [];
  const parsed = parseTemplate(template);
  return parsed.ok ? namesIn(parsed.tree) : [];
}

function namesIn(node: Node): readonly string[] {
  return node.kind === 'variable' ? [node.name] : childrenOf(node).flatMap(namesIn);
}

/** How a rule is called in sentences: rules have no names. */
export function ruleInWords({ bindType, bindName, selector }: BindingRule): string {
  return `binding rule ${bindType} ${bindName}${selector === '' ? '' : ` (${selector})`}`;
}
