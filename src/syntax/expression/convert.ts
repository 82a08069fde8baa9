import { parseNumber, numberText } from './number-text.ts';
import { elementType, friendlyName, isPrimitive, sameType, type Type } from './type.ts';
import {
  entries,
  isKnown,
  items,
  list,
  map,
  members,
  nullOf,
  object,
  set,
  string,
  number,
  bool,
  tainted,
  tuple,
  type Value,
} from './value.ts';

/** A value that does not fit; the message is cty's, and goes into the errors of Nomad. */
export class Unsuitable extends Error {}

/** The value as another type, as cty converts: `1` fits a string, a list of numbers a set of strings. Throws `Unsuitable`. */
export function convert(value: Value, to: Type): Value {
  if (to === 'dynamic' || sameType(value.type, to)) return value;
  if (!canConvert(value.type, to)) throw new Unsuitable(mismatch(value.type, to));
  if (!isKnown(value)) return { ...value, type: concrete(value.type, to) };
  if (value.data === null) return { ...nullOf(to), ...(value.secret && { secret: true }) };
  return tainted(convertKnown(value, to), value);
}

function convertKnown(value: Value, to: Type): Value {
  if (typeof to === 'string') return primitive(value, to);
  if ('list' in to) return sequence(value, to.list, list);
  if ('set' in to) return sequence(value, to.set, set);
  if ('map' in to) {
    const element = to.map === 'dynamic' ? (unify(items(value).map(({ type }) => type)) ?? 'dynamic') : to.map;
    return map(
      [...members(value)].map(([name, inner]) => [name, convert(inner, element)]),
      element,
    );
  }
  if ('tuple' in to) return tuple(items(value).map((item, index) => convert(item, to.tuple[index] ?? 'dynamic')));
  const given = members(value);
  return object(
    Object.entries(to.object).map(([name, type]) => {
      const inner = given.get(name);
      return [name, inner === undefined ? nullOf(type) : convert(inner, type)];
    }),
  );
}

function sequence(value: Value, wanted: Type, make: (items: readonly Value[], element: Type) => Value): Value {
  const element = wanted === 'dynamic' ? (unify(items(value).map(({ type }) => type)) ?? 'dynamic') : wanted;
  return make(
    items(value).map((item) => convert(item, element)),
    element,
  );
}

function primitive({ data }: Value, to: Type): Value {
  if (to === 'string') return string(typeof data === 'number' ? numberText(data) : String(data));
  const text = String(data);
  if (to === 'number') {
    const amount = parseNumber(text);
    if (amount === undefined) throw new Unsuitable('a number is required');
    return number(amount);
  }
  if (text === 'true' || text === '1') return bool(true);
  if (text === 'false' || text === '0') return bool(false);
  const hint = /^(?:true|false)$/i.exec(text)?.[0].toLowerCase();
  throw new Unsuitable(
    `a bool is required${hint === undefined ? '' : `; to convert from string, use lowercase "${hint}"`}`,
  );
}

/** What a value that is not known becomes: the wanted type, filled in where that leaves something open. */
function concrete(from: Type, to: Type): Type {
  const element = elementType(to);
  return element === 'dynamic' ? from : to;
}

export function canConvert(from: Type, to: Type): boolean {
  if (from === 'dynamic' || to === 'dynamic' || sameType(from, to)) return true;
  if (typeof to === 'string') return isPrimitive(from) && (from === 'string' || to === 'string');
  if (typeof from === 'string') return false;
  if ('list' in to || 'set' in to) {
    const wanted = 'list' in to ? to.list : to.set;
    if ('tuple' in from)
      return wanted === 'dynamic'
        ? from.tuple.length === 0 || unify(from.tuple) !== undefined
        : from.tuple.every((type) => canConvert(type, wanted));
    const given = 'list' in from ? from.list : 'set' in from ? from.set : undefined;
    return given !== undefined && canConvert(given, wanted);
  }
  if ('map' in to) {
    if ('map' in from) return canConvert(from.map, to.map);
    if (!('object' in from)) return false;
    const types = Object.values(from.object);
    return to.map === 'dynamic'
      ? types.length === 0 || unify(types) !== undefined
      : types.every((type) => canConvert(type, to.map));
  }
  if ('tuple' in to)
    return (
      'tuple' in from &&
      from.tuple.length === to.tuple.length &&
      from.tuple.every((type, i) => canConvert(type, to.tuple[i] ?? 'dynamic'))
    );
  if ('map' in from) return Object.values(to.object).every((type) => canConvert(from.map, type));
  if (!('object' in from)) return false;
  return Object.entries(to.object).every(([name, type]) => {
    const given = from.object[name];
    return given !== undefined && canConvert(given, type);
  });
}

/** One type that all can be converted to; undefined where there is none. */
export function unify(types: readonly Type[]): Type | undefined {
  const [first, ...rest] = types;
  if (first === undefined) return undefined;
  if (rest.every((type) => sameType(type, first))) return first;
  const known = types.filter((type) => type !== 'dynamic');
  if (known.length < types.length) return 'dynamic';
  if (known.every((type) => typeof type === 'object' && 'tuple' in type)) return unifyTuples(known);
  if (known.every((type) => typeof type === 'object' && 'object' in type)) return unifyObjects(known);
  const elements = known.map((type) => elementType(type));
  if (elements.every((type) => type !== undefined) && new Set(known.map((type) => Object.keys(type)[0])).size === 1) {
    const element = unify(elements);
    const kind = Object.keys(first)[0];
    return element === undefined
      ? undefined
      : kind === 'list'
        ? { list: element }
        : kind === 'set'
          ? { set: element }
          : { map: element };
  }
  const preferred = known.toSorted((a, b) => rank(a) - rank(b));
  return preferred.find((wanted) => known.every((type) => canConvert(type, wanted)));
}

/** More general types first. */
function rank(type: Type): number {
  if (typeof type === 'string') return type === 'string' ? 0 : 1;
  return 'list' in type || 'map' in type ? 2 : 'tuple' in type || 'object' in type ? 3 : 4;
}

function unifyTuples(types: readonly { tuple: readonly Type[] }[]): Type | undefined {
  const length = types[0]?.tuple.length ?? 0;
  if (types.every(({ tuple: inner }) => inner.length === length)) {
    const elements = Array.from({ length }, (_, i) => unify(types.map(({ tuple: inner }) => inner[i] ?? 'dynamic')));
    if (elements.every((type) => type !== undefined)) return { tuple: elements };
  }
  const element = unify(types.flatMap(({ tuple: inner }) => inner));
  return element === undefined ? undefined : { list: element };
}

function unifyObjects(types: readonly { object: Readonly<Record<string, Type>> }[]): Type | undefined {
  const names = Object.keys(types[0]?.object ?? {});
  if (
    types.every(
      ({ object: inner }) =>
        Object.keys(inner).length === names.length && names.every((name) => Object.hasOwn(inner, name)),
    )
  ) {
    const pairs = names.map(
      (name) => [name, unify(types.map(({ object: inner }) => inner[name] ?? 'dynamic'))] as const,
    );
    if (pairs.every(([, type]) => type !== undefined))
      return { object: Object.fromEntries(pairs) as Readonly<Record<string, Type>> };
  }
  const element = unify(types.flatMap(({ object: inner }) => Object.values(inner)));
  return element === undefined ? undefined : { map: element };
}

/** cty's words for a type that does not fit. */
export function mismatch(got: Type, want: Type): string {
  const plain = `${friendlyName(want, true)} required`;
  if (typeof want === 'string' || typeof got === 'string') {
    return `${friendlyName(want)} required, but have ${friendlyName(got)}`;
  }
  if ('object' in got && 'object' in want) return mismatchedObjects(got.object, want.object);
  const element = elementType(want);
  if (element === undefined) return `${friendlyName(want)} required, but have ${friendlyName(got)}`;
  if ('tuple' in got && !('map' in want)) {
    if (element === 'dynamic') return `all ${'list' in want ? 'list' : 'set'} elements must have the same type`;
    const at = got.tuple.findIndex((type) => !canConvert(type, element));
    return at < 0
      ? `all elements must be ${friendlyName(element, true)}`
      : `element ${String(at)}: ${mismatch(got.tuple[at] ?? 'dynamic', element)}`;
  }
  if ('object' in got && 'map' in want) {
    if (element === 'dynamic') return 'all map elements must have the same type';
    const found = Object.entries(got.object).find(([, type]) => !canConvert(type, element));
    return found === undefined
      ? `all elements must be ${friendlyName(element, true)}`
      : `element ${JSON.stringify(found[0])}: ${mismatch(found[1], element)}`;
  }
  const given = elementType(got);
  if (given !== undefined && 'map' in got === 'map' in want) {
    const noun = 'list' in want ? 'list' : 'set' in want ? 'set' : 'map';
    return `incorrect ${noun} element type: ${mismatch(given, element)}`;
  }
  return plain;
}

function mismatchedObjects(got: Readonly<Record<string, Type>>, want: Readonly<Record<string, Type>>): string {
  const missing = Object.keys(want)
    .filter((name) => !Object.hasOwn(got, name))
    .toSorted()
    .map((name) => JSON.stringify(name));
  if (missing.length === 1) return `attribute ${missing[0] ?? ''} is required`;
  if (missing.length === 2) return `attributes ${missing.join(' and ')} are required`;
  if (missing.length > 2)
    return `attributes ${missing.slice(0, -1).join(', ')}, and ${missing.at(-1) ?? ''} are required`;
  for (const [name, type] of Object.entries(want)) {
    const given = got[name];
    if (given !== undefined && !canConvert(given, type))
      return `attribute ${JSON.stringify(name)}: ${mismatch(given, type)}`;
  }
  return 'incorrect object attributes';
}

/** JSON of a value; what is not known or secret is given to `hide` with its path. */
export function plainValue(
  value: Value,
  hide: (path: readonly (string | number)[], value: Value) => unknown,
  path: readonly (string | number)[] = [],
): unknown {
  if (value.secret === true || !isKnown(value)) return hide(path, value);
  if (value.data instanceof Map)
    return Object.fromEntries(
      [...members(value)].map(([name, inner]) => [name, plainValue(inner, hide, [...path, name])]),
    );
  if (Array.isArray(value.data))
    return entries(value).map(([, inner], index) => plainValue(inner, hide, [...path, index]));
  return value.data;
}
