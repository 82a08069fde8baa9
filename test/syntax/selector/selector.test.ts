import fc from 'fast-check';
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

describe('evaluation, in the cases of the library that are about maps of text', () => {
  // Its other types never occur in a login.
  const about = vectors('bexpr.eval').filter(({ input }) => /^Nested\.Map\b(?!.*(?:Top|Of|Inf))/.test(input.expr));
  test.each(about)('$input.expr', ({ input, expected }) => {
    expect(verdict(input.expr.replaceAll('Nested.Map', 'value'), input.datum.Nested.Map, {})).toEqual(expected);
  });
});

describe('positions', () => {
  const text = '"𝒳" in value.ns and not list["a b"] is  empty';

  test('every node knows where it stands', () => {
    const parsed = parseSelector(text);
    const shown = (node: { readonly start: number; readonly end: number } | undefined): string =>
      text.slice(node?.start, node?.end);
    const [first, second] = parsed.ok && parsed.tree.kind === 'and' ? parsed.tree.operands : [];
    expect(first?.kind === 'match' && [shown(first), shown(first.field), shown(first.value)]).toEqual([
      '"𝒳" in value.ns',
      'value.ns',
      '"𝒳"',
    ]);
    expect(second?.kind === 'not' && [shown(second), shown(second.operand)]).toEqual([
      'not list["a b"] is  empty',
      'list["a b"] is  empty',
    ]);
  });

  test.each([
    ['value.ns == 3x', 13, '1:14 (13): rule "number": Invalid number literal'],
    ['value.é == x', 6, '1:7 (6): no match found, expected: [a-zA-Z]'],
    ['"𝒳é" on x', 6, '1:6 (9): no match found, expected: "in", "not" or [ \\t\\r\\n]'],
    [
      'value.a\nxx',
      8,
      '2:1 (8): no match found, expected: "!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]',
    ],
  ])('%s', (selector, offset, error) => {
    expect(parseSelector(selector)).toEqual({ ok: false, offset, error });
  });

  test('a fault of type points at the part that is wrong', () => {
    const fault = (selector: string): string | undefined => {
      const parsed = parseSelector(selector);
      const found = parsed.ok ? checkSelector(parsed.tree) : undefined;
      return selector.slice(found?.start, found?.end);
    };
    expect(fault('value.a == b and foo.b == c')).toBe('foo.b');
    expect(fault('value.a == b or value.c is empty')).toBe('value.c is empty');
    expect(fault('value.a matches "["')).toBe('"["');
  });
});

describe('hostile selectors', () => {
  const piece = fc.constantFrom(
    'value.a',
    'list',
    '(',
    ')',
    'not ',
    ' and ',
    ' or ',
    '==',
    ' in ',
    ' matches ',
    '"',
    '`',
    '\\',
    '[',
    ']',
    '.',
    '-',
    '0',
    ' ',
    '\n',
    'é',
  );

  test('random text neither crashes nor hangs, and what is read can be evaluated', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.string(), (pieces, tail) => {
        const parsed = parseSelector(pieces.join('') + tail);
        if (!parsed.ok) expect(parsed.error).toMatch(/^\d+:\d+ \(\d+\): /);
        else if (checkSelector(parsed.tree) === undefined)
          evaluateSelector(parsed.tree, { value: { a: 'x' }, list: {} });
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['parentheses', '('.repeat(20_000)],
    ['closed parentheses', `${'('.repeat(100)}value.a == b${')'.repeat(100)}`],
    ['negations', `${'not '.repeat(20_000)}value.a == b`],
    ['a chain', Array.from({ length: 5000 }, () => 'value.a == b').join(' and ')],
    ['indexes', `value${'["a"]'.repeat(3000)} == b`],
  ])('%s without end are read in time', (_, text) => {
    expect(typeof parseSelector(text).ok).toBe('boolean');
  });
});
