import { goQuote } from '../../go-string.ts';
import { compileRegexp } from '../../regexp/match.ts';
import { parseRegexp } from '../../regexp/parse.ts';
import { contains, equals, isEmpty, panic, type Verdict } from './compare.ts';
import { bytesOf, indirect, itemsOf, membersOf, type GoValue } from './go-value.ts';
import { lookUp, pointer, type LookedUp } from './look-up.ts';
import type { Collection, Filter, Match } from './tree.ts';

/** A name that a collection gives to its item: another path, or a key or an index itself. */
type Local =
  | { readonly name: string; readonly path: readonly string[] }
  | { readonly name: string; readonly path: undefined; readonly value: GoValue };

interface Question {
  readonly datum: GoValue;
  /** Innermost last. */
  readonly locals: readonly Local[];
  readonly patterns: Map<string, Pattern>;
}

type Pattern =
  { readonly ok: true; readonly fits: (text: string) => boolean } | { readonly ok: false; readonly error: string };

/** A filter, ready for many values. Types are looked at only as far as evaluation comes: nothing is refused beforehand. */
export function compileFilter(filter: Filter): (datum: GoValue) => Verdict {
  const patterns = new Map<string, Pattern>();
  return (datum) => holds(filter, { datum, locals: [], patterns });
}

function holds(filter: Filter, question: Question): Verdict {
  switch (filter.kind) {
    case 'not':
      return opposite(holds(filter.operand, question));
    case 'and':
    case 'or': {
      const left = holds(filter.left, question);
      return left === (filter.kind === 'and') ? holds(filter.right, question) : left;
    }
    case 'match':
      return matchHolds(filter, question);
    default:
      return collectionHolds(filter, question);
  }
}

function opposite(verdict: Verdict): Verdict {
  return typeof verdict === 'boolean' ? !verdict : verdict;
}

function matchHolds({ operator, selector, value: text = '' }: Match, question: Question): Verdict {
  const found = find(selector.path, question);
  // What a map does not have equals, contains and matches nothing, and is empty.
  if (found === 'absent') return ['!=', 'not in', 'is empty', 'not matches'].includes(operator);
  if (!found.ok) return { error: found.error };
  const value = indirect(found.value);
  switch (operator) {
    case '==':
      return equals(value, text);
    case '!=':
      return opposite(equals(value, text));
    case 'in':
      return contains(value, text, selector.shown);
    case 'not in':
      return opposite(contains(value, text, selector.shown));
    case 'is empty':
      return isEmpty(value);
    case 'is not empty':
      return opposite(isEmpty(value));
    case 'matches':
      return fits(value, text, question);
    case 'not matches':
      return opposite(fits(value, text, question));
  }
}

function fits(value: GoValue, text: string, { patterns }: Question): Verdict {
  const { type } = value;
  const actual = bytesOf(value);
  if (type.kind === 'invalid') return panic;
  if (actual === undefined) return { error: `Value of type ${type.name} is not convertible to []byte` };
  const pattern = patterns.get(text) ?? patternOf(text);
  patterns.set(text, pattern);
  return pattern.ok ? pattern.fits(actual) : { error: pattern.error };
}

function patternOf(text: string): Pattern {
  const parsed = parseRegexp(text);
  if (parsed.ok) return { ok: true, fits: compileRegexp(parsed.tree) };
  return { ok: false, error: `Failed to compile regular expression ${goQuote(text)}: ${parsed.error}` };
}

function find(selected: readonly string[], { datum, locals }: Question): LookedUp | 'absent' {
  let path = selected;
  for (const local of locals.toReversed()) {
    if (local.name !== path[0]) continue;
    if (local.path === undefined) {
      if (path.length === 1) return { ok: true, value: local.value };
      const error = `${pointer([local.name])} references a ${local.value.type.name} so ${pointer(path)} is invalid`;
      return { ok: false, error, absent: false };
    }
    path = [...local.path, ...path.slice(1)];
  }
  const found = lookUp(datum, path);
  if (found.ok) return found;
  if (found.absent && path.length > 1) {
    const parent = lookUp(datum, path.slice(0, -1));
    if (parent.ok && parent.value.type.kind === 'map') return 'absent';
  }
  return { ...found, error: `error finding value in datum: ${found.error}` };
}

function collectionHolds(collection: Collection, question: Question): Verdict {
  const { kind, selector, binding, inner } = collection;
  const found = find(selector.path, question);
  if (found === 'absent') return kind === 'all';
  if (!found.ok) return { error: found.error };
  const { type } = found.value;
  if (type.kind !== 'slice' && type.kind !== 'map') return { error: `${selector.shown} is not a list or a map` };
  const keys = type.kind === 'slice' ? [...itemsOf(found.value).keys()] : [...membersOf(found.value).keys()].toSorted();
  for (const key of keys) {
    if (binding.index !== undefined && binding.index === binding.value)
      return { error: `${goQuote(binding.index)} cannot be used as a placeholder for both the index and the value` };
    const verdict = holds(inner, { ...question, locals: [...question.locals, ...localsOf(collection, key)] });
    if (typeof verdict !== 'boolean' || verdict === (kind === 'any')) return verdict;
  }
  return kind === 'all';
}

/** A lone name is a list's item, but a map's key. */
function localsOf({ selector, binding: { alone, index, value } }: Collection, key: string | number): readonly Local[] {
  const item = [...selector.path, String(key)];
  const itself: GoValue = {
    type: { kind: typeof key === 'string' ? 'string' : 'int', name: typeof key === 'string' ? 'string' : 'int' },
    data: key,
  };
  const locals: Local[] = [];
  if (alone !== undefined)
    locals.push(
      typeof key === 'string' ? { name: alone, path: undefined, value: itself } : { name: alone, path: item },
    );
  if (index !== undefined) locals.push({ name: index, path: undefined, value: itself });
  if (value !== undefined) locals.push({ name: value, path: item });
  return locals;
}
