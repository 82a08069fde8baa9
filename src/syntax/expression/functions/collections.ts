import { convert, unify, Unsuitable } from '../convert.ts';
import { elementType, friendlyName, isKeyed, isSequence, type Type } from '../type.ts';
import {
  bool,
  compareText,
  entries,
  equal,
  isNull,
  items,
  list,
  map,
  members,
  number,
  object,
  set,
  string,
  tuple,
  type Value,
} from '../value.ts';
import { ArgumentProblem, amount, define, text, type HclFunction } from './function.ts';

const ofKind = (value: Value, kind: 'list' | 'set' | 'tuple' | 'map' | 'object'): boolean =>
  typeof value.type === 'object' && kind in value.type;
const elements = (type: Type): Type => elementType(type) ?? 'dynamic';
/** A list keeps its kind, everything else becomes a tuple. */
const like = (value: Value, all: readonly Value[]): Value =>
  ofKind(value, 'tuple') ? tuple(all) : list(all, elements(value.type));

/** What is in a list, set or tuple; `wrong` makes the mistake of anything else. */
function sequence(value: Value, wrong: (type: string) => Error): readonly Value[] {
  if (!isSequence(value.type)) throw wrong(friendlyName(value.type));
  return items(value);
}

function flattened(value: Value): Value[] {
  return items(value).flatMap((item) => (isSequence(item.type) && Array.isArray(item.data) ? flattened(item) : [item]));
}

function unified(all: readonly Value[]): readonly Value[] {
  const type = unify(all.map((one) => one.type));
  if (type === undefined) throw new Unsuitable('all arguments must have the same type');
  return all.map((one) => convert(one, type));
}

function sets(all: readonly Value[], combine: (all: readonly (readonly Value[])[]) => readonly Value[]): Value {
  const element = unify(all.map(({ type }) => elements(type))) ?? 'dynamic';
  return set(combine(all.map((one) => items(one).map((item) => convert(item, element)))), element);
}

function lookup(from: Value, key: string, fallback: Value | undefined): Value {
  if (!isKeyed(from.type)) throw new ArgumentProblem(0, 'lookup() requires a map as the first argument');
  const found = members(from).get(key);
  if (found !== undefined) return ofKind(from, 'map') || fallback === undefined ? found : found;
  if (fallback === undefined) throw new Unsuitable(`the given object has no attribute ${JSON.stringify(key)}`);
  return ofKind(from, 'map') ? convert(fallback, elements(from.type)) : fallback;
}

function merged(all: readonly Value[]): Value {
  const given = all.filter((one) => !isNull(one));
  const wrong = given.findIndex((one) => !isKeyed(one.type));
  if (wrong >= 0)
    throw new Unsuitable(
      `arguments must be maps or objects, got ${JSON.stringify(friendlyName(given[wrong]?.type ?? 'dynamic'))}`,
    );
  const pairs = given.flatMap((one) => [...members(one)]);
  const types = given.map(({ type }) => (typeof type === 'object' && 'map' in type ? type.map : undefined));
  const [first] = types;
  if (
    first !== undefined &&
    types.every((type) => type !== undefined && JSON.stringify(type) === JSON.stringify(first))
  )
    return map(pairs, first);
  return object(pairs);
}

/** Nomad itself knows no limit but its memory. */
const mostRows = 100_000;

function product(all: readonly Value[]): Value {
  if (all.length < 2) throw new Unsuitable('at least two arguments are required');
  const wrong = all.findIndex((one) => !isSequence(one.type));
  if (wrong >= 0) throw new ArgumentProblem(wrong, 'a set or a list is required');
  const count = all.reduce((sum, one) => sum * items(one).length, 1);
  if (count > mostRows) throw new Unsuitable(`more than ${String(mostRows)} values would be made`);
  const rows = all.reduce<readonly (readonly Value[])[]>(
    (before, one) => before.flatMap((row) => items(one).map((item) => [...row, item])),
    [[]],
  );
  const made = rows.map((row) => tuple(row));
  if (all.every((one) => ofKind(one, 'set'))) return set(made);
  return all.some((one) => ofKind(one, 'tuple')) ? tuple(made) : list(made);
}

function slice(value: Value, from: number, to: number): Value {
  const all = sequence(value, () => new ArgumentProblem(0, 'must be a list or tuple value'));
  if (from < 0) throw new ArgumentProblem(1, 'start index must not be less than zero');
  if (to > all.length) throw new ArgumentProblem(2, 'end index must not be greater than the length of the list');
  if (from > to) throw new ArgumentProblem(1, 'start index must not be greater than end index');
  return like(value, all.slice(from, to));
}

const none = (): Value => list([], 'dynamic');

export const collectionFunctions: Readonly<Record<string, HclFunction>> = {
  chunklist: define('list list, size number', (value = none(), size) => {
    const count = amount(size);
    if (count < 0) throw new ArgumentProblem(1, 'the size argument must be positive');
    const all = items(value);
    if (all.length === 0) return list([], value.type);
    const chunks: Value[] = [];
    for (let at = 0; at < all.length; at += count || all.length)
      chunks.push(list(all.slice(at, at + (count || all.length)), elements(value.type)));
    return list(chunks, value.type);
  }),
  coalesce: define('vals... any?', (...all) => {
    const found = unified(all).find((one) => !isNull(one));
    if (found === undefined) throw new Unsuitable('no non-null arguments');
    return found;
  }),
  coalescelist: define('vals... any?', (...all) => {
    if (!all.every((one) => isSequence(one.type) && !ofKind(one, 'set')))
      throw new Unsuitable('coalescelist arguments must be lists or tuples');
    const found = all.find((one) => items(one).length > 0);
    if (found === undefined) throw new Unsuitable('no non-null arguments');
    return found;
  }),
  compact: define('list strings', (value = none()) =>
    list(
      items(value).filter((item) => text(item) !== ''),
      'string',
    ),
  ),
  concat: define('seqs... any', (...all) => {
    if (all.length === 0) throw new Unsuitable('at least one argument is required');
    const joined = all.flatMap((one, index) =>
      sequence(one, (type) => new ArgumentProblem(index, `all arguments must be lists or tuples; got ${type}`)),
    );
    const types = all.map(({ type }) => type);
    const element = all.every((one) => ofKind(one, 'list')) ? unify(types.map(elements)) : undefined;
    return element === undefined
      ? tuple(joined)
      : list(
          joined.map((item) => convert(item, element)),
          element,
        );
  }),
  contains: define('list any, value any', (value = none(), wanted = none()) =>
    bool(
      sequence(value, () => new Unsuitable('argument must be list, tuple, or set')).some((item) => equal(item, wanted)),
    ),
  ),
  distinct: define('list list', (value = none()) =>
    list(
      items(value).filter((item, index, all) => all.findIndex((other) => equal(item, other)) === index),
      elements(value.type),
    ),
  ),
  element: define('list any, index number', (value = none(), index) => {
    const all = sequence(value, (type) => new Unsuitable(`cannot read elements from ${type}`));
    if (all.length === 0) throw new Unsuitable('cannot use element function with an empty list');
    if (amount(index) < 0) throw new Unsuitable('cannot use element function with a negative index');
    return all[amount(index) % all.length] ?? value;
  }),
  flatten: define('list any', (value = none()) => {
    sequence(value, () => new Unsuitable('can only flatten lists, sets and tuples'));
    return tuple(flattened(value));
  }),
  index: define('collection any, key any', (value = none(), wanted = none()) => atIndex(value, wanted)),
  keys: define('inputMap any', (value = none()) => {
    if (!isKeyed(value.type)) throw new ArgumentProblem(0, 'must have map or object type');
    const names = [...members(value).keys()].map(string);
    return ofKind(value, 'map') ? list(names, 'string') : tuple(names);
  }),
  length: define('collection any', (value = none()) => {
    if (value.data instanceof Map && ofKind(value, 'map')) return number(members(value).size);
    if (!isSequence(value.type)) throw new Unsuitable('collection must be a list, a map or a tuple');
    return number(items(value).length);
  }),
  lookup: define('inputMap any, key string, default... any?', (from = none(), key, fallback) =>
    lookup(from, text(key), fallback),
  ),
  merge: define('maps... any?', (...all) => merged(all)),
  setintersection: define('first_set set, other_sets... set', (...all) =>
    sets(all, ([first = [], ...rest]) =>
      first.filter((item) => rest.every((other) => other.some((one) => equal(one, item)))),
    ),
  ),
  setproduct: define('sets... any', (...all) => product(all)),
  setunion: define('first_set set, other_sets... set', (...all) => sets(all, (each) => each.flat())),
  slice: define('list any, start_index number, end_index number', (value = none(), from, to) =>
    slice(value, amount(from), amount(to)),
  ),
  sort: define('list strings', (value = none()) =>
    list(
      items(value).toSorted((a, b) => compareText(text(a), text(b))),
      'string',
    ),
  ),
  values: define('mapping any', (value = none()) => {
    if (!isKeyed(value.type)) throw new Unsuitable('values() requires a map as the first argument');
    const all = [...members(value).values()];
    return ofKind(value, 'map') ? list(all, elements(value.type)) : tuple(all);
  }),
  zipmap: define('keys strings, values any', (keys = none(), values = none()) => {
    const names = items(keys).map((key) => text(key));
    const all = sequence(values, () => new Unsuitable('values argument must be a list or tuple value'));
    if (names.length !== all.length)
      throw new Unsuitable(
        `number of keys (${String(names.length)}) does not match number of values (${String(all.length)})`,
      );
    const pairs = names.map((name, at) => [name, all[at] ?? values] as const);
    return ofKind(values, 'tuple') ? object(pairs) : map(pairs, elements(values.type));
  }),
};

/** Nomad's `index` is that of the type: what stands at a key, not where a value stands. */
function atIndex(value: Value, key: Value): Value {
  if (!isKeyed(value.type) && (!isSequence(value.type) || ofKind(value, 'set')))
    throw new Unsuitable('collection must be a list, a map or a tuple');
  const found = entries(value).find(([one]) =>
    equal(one, isKeyed(value.type) ? convert(key, 'string') : convert(key, 'number')),
  );
  if (found === undefined) throw new Unsuitable('invalid index');
  return found[1];
}
