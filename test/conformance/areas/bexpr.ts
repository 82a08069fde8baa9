import { checkSelector } from '../../../src/syntax/selector/check.ts';
import type { DataType } from '../../../src/syntax/selector/data-type.ts';
import { evaluateSelector } from '../../../src/syntax/selector/evaluate.ts';
import { parseSelector } from '../../../src/syntax/selector/parse.ts';
import { evaluateTyped } from '../../../src/syntax/selector/typed.ts';
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

/** A member of the library's structs that JSON cannot carry: a map whose names are no text. */
const unwritten: Readonly<Record<string, DataType>> = { MapInfInf: { kind: 'other' } };

/**
 * The type of a vector's data. The library's own tests have Go types, which JSON does not tell: what has names with
 * capitals is a struct, all other objects are maps.
 */
function typeOf(value: unknown): DataType {
  if (typeof value === 'string') return { kind: 'text' };
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (typeof value === 'number') return { kind: Number.isInteger(value) ? 'integer' : 'float' };
  if (Array.isArray(value)) return { kind: 'list', of: typeOf(value[0]) };
  if (typeof value !== 'object' || value === null) return { kind: 'other' };
  const members = Object.entries(value).map(([name, member]) => [name, typeOf(member)] as const);
  if (members.length > 0 && members.every(([name]) => /^[A-Z]/.test(name)))
    return { kind: 'struct', fields: { ...unwritten, ...Object.fromEntries(members) } };
  return { kind: 'map', of: members.find(([, type]) => type.kind !== 'other')?.[1] ?? { kind: 'other' } };
}

export const bexprAreas: Areas = {
  'bexpr.parse': ({ input, expected }) => {
    const parsed = parseSelector(input.expr);
    return equal(parsed.ok ? { ast: plain(parsed.tree) } : { error: parsed.error }, expected);
  },
  'bexpr.eval': ({ input, expected }) => {
    const parsed = parseSelector(input.expr);
    if (!parsed.ok) return equal({ error: parsed.error, result: false }, expected);
    const answered = evaluateTyped(parsed.tree, typeOf(input.datum), input.datum);
    return equal(answered.ok ? { result: answered.matches } : { error: answered.error, result: false }, expected);
  },
  'consul.selector': ({ input, expected }) => equal(answer(input.selector, input.values, input.lists), expected),
};
