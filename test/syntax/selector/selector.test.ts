import { describe, expect, test } from 'vitest';
import { checkSelector } from '../../../src/syntax/selector/check.ts';
import { evaluateSelector } from '../../../src/syntax/selector/evaluate.ts';
import { parseSelector } from '../../../src/syntax/selector/parse.ts';
import type { Selector } from '../../../src/syntax/selector/tree.ts';
import { vectors } from '../../fixtures/vectors.ts';

type Ast = readonly [string, ...unknown[]];

/** The vectors' own form: chains as right-leaning pairs. */
function plain(tree: Selector): Ast {
  if (tree.kind === 'not') return ['not', plain(tree.operand)];
  if (tree.kind === 'match')
    return [tree.operator, tree.field.path, ...(tree.value === undefined ? [] : [tree.value.text])];
  return tree.operands.map(plain).reduceRight((right, left) => [tree.kind, left, right]);
}

describe('go-bexpr 0.1.2 grammar', () => {
  test.each(vectors('bexpr.parse'))('$name', ({ input, expected }) => {
    const parsed = parseSelector(input.expr);
    if (expected.error !== undefined) expect(parsed).toMatchObject({ ok: false, error: expected.error });
    else expect(parsed.ok && plain(parsed.tree)).toEqual(expected.ast);
  });
});

function verdict(text: string, value: Record<string, string>, list: Record<string, string[] | null>): unknown {
  const parsed = parseSelector(text);
  if (!parsed.ok) return { stage: 'create', error: parsed.error };
  const fault = checkSelector(parsed.tree);
  if (fault !== undefined) return { stage: 'create', error: fault.error };
  const lists = Object.fromEntries(Object.entries(list).map(([name, items]) => [name, items ?? []]));
  return { result: evaluateSelector(parsed.tree, { value, list: lists }) };
}

describe('selectors of binding rules, as Consul answers them', () => {
  test.each(vectors('consul.selector'))('$name', ({ input, expected }) => {
    expect(verdict(input.selector, input.values, input.lists)).toEqual(expected);
  });
});

describe('evaluation', () => {
  // The library's own cases about maps of text, which is what a login has; its other types never occur there.
  const maps = vectors('bexpr.eval').filter(
    ({ input }) => !/\b(Top|Nested\.(?!Map\b)|foo\b(?!\.))/.test(input.expr.replaceAll('Nested.Map.foo', '')),
  );
  const about = maps.filter(({ input }) => input.expr.startsWith('Nested.Map'));
  test.each(about)('$name: $input.expr', ({ input, expected }) => {
    expect(verdict(input.expr.replaceAll('Nested.Map', 'value'), input.datum.Nested.Map, {})).toEqual(expected);
  });
});
