import { checkSelector } from '../../../src/syntax/selector/check.ts';
import { evaluateSelector } from '../../../src/syntax/selector/evaluate.ts';
import { parseSelector } from '../../../src/syntax/selector/parse.ts';
import type { Selector } from '../../../src/syntax/selector/tree.ts';
import { equal, type Areas } from './area.ts';

/** The vectors' own form: chains as right-leaning pairs. */
function plain(tree: Selector): readonly unknown[] {
  if (tree.kind === 'not') return ['not', plain(tree.operand)];
  if (tree.kind === 'match')
    return [tree.operator, tree.field.path, ...(tree.value === undefined ? [] : [tree.value.text])];
  return tree.operands.map(plain).reduceRight((right, left) => [tree.kind, left, right]);
}

function answer(text: string, value: Record<string, string>, list: Record<string, string[] | null>): unknown {
  const parsed = parseSelector(text);
  if (!parsed.ok) return { stage: 'create', error: parsed.error };
  const fault = checkSelector(parsed.tree);
  if (fault !== undefined) return { stage: 'create', error: fault.error };
  const lists = Object.fromEntries(Object.entries(list).map(([name, items]) => [name, items ?? []]));
  return { result: evaluateSelector(parsed.tree, { value, list: lists }) };
}

/** Of the library's own evaluations, those that are about maps of text: a login at Consul has nothing else. */
const ofMaps = /^Nested\.Map\b(?!.*(?:Top|Of|Inf))/;

export const bexprAreas: Areas = {
  'bexpr.parse': ({ input, expected }) => {
    const parsed = parseSelector(input.expr);
    return equal(parsed.ok ? { ast: plain(parsed.tree) } : { error: parsed.error }, expected);
  },
  'bexpr.eval': ({ input, expected }) => {
    if (!ofMaps.test(input.expr)) return { skipped: 'not about a map of text, and a login at Consul has nothing else' };
    return equal(answer(input.expr.replaceAll('Nested.Map', 'value'), input.datum.Nested.Map, {}), expected);
  },
  'consul.selector': ({ input, expected }) => equal(answer(input.selector, input.values, input.lists), expected),
};
