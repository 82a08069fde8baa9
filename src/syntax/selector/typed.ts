import { goQuote } from '../go-string.ts';
import { compileRegexp } from '../regexp/match.ts';
import { parseRegexp } from '../regexp/parse.ts';
import { operatorNames } from './check.ts';
import { isScalar, memberType, type DataType } from './data-type.ts';
import { whenAbsent } from './evaluate.ts';
import type { Match, Operator, Selector } from './tree.ts';

/** Whether a selector matches data of any type, or the text with which go-bexpr 0.1.2 refuses it for that type. */
export type TypedResult =
  { readonly ok: true; readonly matches: boolean } | { readonly ok: false; readonly error: string };

export function evaluateTyped(tree: Selector, type: DataType, data: unknown): TypedResult {
  const error = typedError(tree, type);
  return error === undefined ? { ok: true, matches: holds(tree, type, data) } : { ok: false, error };
}

function typedError(tree: Selector, type: DataType): string | undefined {
  if (tree.kind === 'not') return typedError(tree.operand, type);
  if (tree.kind === 'match') return matchError(tree, type);
  for (const operand of tree.operands) {
    const error = typedError(operand, type);
    if (error !== undefined) return error;
  }
  return undefined;
}

const containing: readonly Operator[] = ['in', 'not in'];
const emptiness: readonly Operator[] = ['is empty', 'is not empty'];
const equality: readonly Operator[] = ['==', '!='];

function operatorsOf(type: DataType): readonly Operator[] {
  if (type.kind === 'text') return [...equality, ...containing, 'matches', 'not matches'];
  if (isScalar(type)) return equality;
  if (type.kind === 'map') return [...emptiness, ...containing];
  if (type.kind === 'list') return isScalar(type.of) ? [...emptiness, ...containing] : emptiness;
  return [];
}

function matchError({ field: { path }, operator, value }: Match, type: DataType): string | undefined {
  let at: DataType = type;
  for (const [index, name] of path.entries()) {
    const found = memberType(at, name);
    if (found === undefined) return `Selector ${goQuote(path.slice(0, index + 1).join('.'))} is not valid`;
    at = found;
  }
  const selector = goQuote(path.join('.'));
  if (!operatorsOf(at).includes(operator))
    return `Invalid match operator ${goQuote(operatorNames[operator])} for selector ${selector}`;
  if (value === undefined) return undefined;
  const asked = at.kind === 'list' ? at.of : at;
  const read = scalar(asked, value.text);
  if ('error' in read) return `Failed to coerce value ${goQuote(value.text)} for selector ${selector}: ${read.error}`;
  if (operator !== 'matches' && operator !== 'not matches') return undefined;
  const pattern = parseRegexp(value.text);
  return pattern.ok ? undefined : `Failed to compile regular expression ${goQuote(value.text)}: ${pattern.error}`;
}

type Scalar = string | boolean | bigint | number;

/** A value as Go's strconv reads it for a type. */
function scalar({ kind }: DataType, text: string): { readonly value: Scalar } | { readonly error: string } {
  const bad = (name: string): { readonly error: string } => ({
    error: `strconv.${name}: parsing ${goQuote(text)}: invalid syntax`,
  });
  switch (kind) {
    case 'boolean':
      if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return { value: true };
      return ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text) ? { value: false } : bad('ParseBool');
    case 'integer': {
      // A selector's numbers are decimal; text in quotes may have other bases.
      const [, sign = '', digits = ''] =
        /^([+-]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/.exec(text) ?? [];
      if (digits === '') return bad('ParseInt');
      const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
      const value = sign === '-' ? -BigInt(octal) : BigInt(octal);
      if (BigInt.asIntN(64, value) !== value)
        return { error: `strconv.ParseInt: parsing ${goQuote(text)}: value out of range` };
      return { value };
    }
    case 'float':
      return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? { value: Number(text) } : bad('ParseFloat');
    default:
      return { value: text };
  }
}

function holds(tree: Selector, type: DataType, data: unknown): boolean {
  switch (tree.kind) {
    case 'not':
      return !holds(tree.operand, type, data);
    case 'and':
      return tree.operands.every((operand) => holds(operand, type, data));
    case 'or':
      return tree.operands.some((operand) => holds(operand, type, data));
    case 'match':
      return matchHolds(tree, tree.field.path, type, data);
  }
}

/** A condition on a list of structs is met when one of them meets it; what a map does not have is not equal to anything. */
function matchHolds(match: Match, path: readonly string[], type: DataType, data: unknown): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return compare(match, type, data);
  if (type.kind === 'list') return listed(data).some((item) => matchHolds(match, path, type.of, item));
  const inner = memberType(type, name) ?? { kind: 'other' };
  const members = (data ?? {}) as Readonly<Record<string, unknown>>;
  const has = type.kind !== 'map' || Object.hasOwn(members, name);
  return has ? matchHolds(match, rest, inner, members[name]) : whenAbsent[match.operator];
}

function compare({ operator, value }: Match, type: DataType, data: unknown): boolean {
  const text = value?.text ?? '';
  switch (operator) {
    case '==':
      return equals(type, data, text);
    case '!=':
      return !equals(type, data, text);
    case 'in':
      return contains(type, data, text);
    case 'not in':
      return !contains(type, data, text);
    case 'is empty':
      return sizeOf(data) === 0;
    case 'is not empty':
      return sizeOf(data) > 0;
    case 'matches':
      return fits(data, text);
    case 'not matches':
      return !fits(data, text);
  }
}

function equals(type: DataType, data: unknown, text: string): boolean {
  const wanted = scalar(type, text);
  if ('error' in wanted) return false;
  return typeof wanted.value === 'bigint' ? BigInt(Number(data)) === wanted.value : data === wanted.value;
}

function contains(type: DataType, data: unknown, text: string): boolean {
  if (type.kind === 'map') return Object.hasOwn(data ?? {}, text);
  if (type.kind === 'list') return listed(data).some((item) => equals(type.of, item, text));
  return String(data).includes(text);
}

function sizeOf(data: unknown): number {
  return typeof data === 'object' && data !== null ? Object.keys(data).length : 0;
}

function listed(data: unknown): readonly unknown[] {
  return Array.isArray(data) ? data : [];
}

function fits(data: unknown, text: string): boolean {
  const parsed = parseRegexp(text);
  return parsed.ok && compileRegexp(parsed.tree)(String(data));
}
