import { sameType, type Type } from './type.ts';

/**
 * A value of HCL 2. What it is may be known, or not, then with the reason; either may be secret, which is passed on to
 * whatever is made of it, so that a report never shows it.
 */
export interface Value {
  readonly type: Type;
  /** `null` is HCL's null. Lists, sets and tuples are arrays; maps and objects are Maps in the order of their keys. */
  readonly data: null | string | number | boolean | readonly Value[] | ReadonlyMap<string, Value>;
  /** Why it is not known; `data` is null then. */
  readonly unknown?: string;
  /** Of a text that is known in part: all of it, with `HOLE` where it is not known. */
  readonly partly?: string;
  readonly secret?: true;
}

/** Stands in a text for what is not known there. No job file has this character, and nothing prints it. */
export const HOLE = '\u{F8FF}';

export const string = (text: string): Value => ({ type: 'string', data: text.normalize('NFC') });
export const number = (amount: number): Value => ({ type: 'number', data: amount });
export const bool = (value: boolean): Value => ({ type: 'bool', data: value });
export const nullOf = (type: Type): Value => ({ type, data: null });
export const unknown = (reason: string, type: Type = 'dynamic'): Value => ({ type, data: null, unknown: reason });

export function tuple(items: readonly Value[]): Value {
  return { type: { tuple: items.map(({ type }) => type) }, data: items };
}
export function list(items: readonly Value[], element: Type = items[0]?.type ?? 'dynamic'): Value {
  return { type: { list: element }, data: items };
}
export function set(items: readonly Value[], element: Type = items[0]?.type ?? 'dynamic'): Value {
  const distinct = items.filter((item, index) => items.findIndex((other) => equal(item, other)) === index);
  return { type: { set: element }, data: distinct.toSorted(compare) };
}
export function map(members: Iterable<readonly [string, Value]>, element: Type): Value {
  return { type: { map: element }, data: sorted(members) };
}
export function object(members: Iterable<readonly [string, Value]>): Value {
  const data = sorted(members);
  return { type: { object: Object.fromEntries([...data].map(([name, { type }]) => [name, type])) }, data };
}

/** In the order in which Go sorts strings: by bytes of UTF-8, which is by code points. */
function sorted(members: Iterable<readonly [string, Value]>): ReadonlyMap<string, Value> {
  const all = new Map<string, Value>();
  for (const [name, value] of members) all.set(name.normalize('NFC'), value);
  return new Map([...all].toSorted(([a], [b]) => compareText(a, b)));
}

export function compareText(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Of sets only, whose order depends on nothing else. */
function compare(a: Value, b: Value): number {
  if (typeof a.data === 'number' && typeof b.data === 'number') return a.data - b.data;
  if (typeof a.data === 'string' && typeof b.data === 'string') return compareText(a.data, b.data);
  if (typeof a.data === 'boolean' && typeof b.data === 'boolean') return Number(a.data) - Number(b.data);
  return 0;
}

/** The text of a string, also of one that a number or a boolean was converted to. */
export const textOf = ({ data }: Value): string => (typeof data === 'string' ? data : '');
export const isKnown = ({ unknown: reason }: Value): boolean => reason === undefined;
export const isNull = (value: Value): boolean => value.data === null && isKnown(value);

export function items({ data }: Value): readonly Value[] {
  if (Array.isArray(data)) return data as readonly Value[];
  return data instanceof Map ? [...(data as ReadonlyMap<string, Value>).values()] : [];
}
export function members({ data }: Value): ReadonlyMap<string, Value> {
  return data instanceof Map ? (data as ReadonlyMap<string, Value>) : new Map<string, Value>();
}
/** Keys with their values: indexes of sequences, names of maps and objects; the elements of a set are their own keys. */
export function entries(value: Value): [Value, Value][] {
  if (value.data instanceof Map) return [...members(value)].map(([name, inner]) => [string(name), inner]);
  const ofSet = typeof value.type === 'object' && 'set' in value.type;
  return items(value).map((item, index) => [ofSet ? item : number(index), item]);
}

export function equal(a: Value, b: Value): boolean {
  if (!sameType(a.type, b.type)) return a.data === null && b.data === null && isKnown(a) && isKnown(b);
  if (a.data instanceof Map && b.data instanceof Map) {
    const [one, other] = [members(a), members(b)];
    return (
      one.size === other.size &&
      [...one].every(([name, value]) => {
        const against = other.get(name);
        return against !== undefined && equal(value, against);
      })
    );
  }
  if (Array.isArray(a.data) && Array.isArray(b.data)) {
    const [one, other] = [items(a), items(b)];
    return (
      one.length === other.length &&
      one.every((value, i) => {
        const against = other[i];
        return against !== undefined && equal(value, against);
      })
    );
  }
  return a.data === b.data;
}

/** The first reason for which something in a value is not known. */
export function unknownReason(value: Value): string | undefined {
  if (value.unknown !== undefined) return value.unknown;
  for (const inner of items(value)) {
    const reason = unknownReason(inner);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

export function holdsSecret(value: Value): boolean {
  return value.secret === true || items(value).some(holdsSecret);
}
/** Secret if any of the others is. */
export function tainted(value: Value, ...by: readonly Value[]): Value {
  return by.some(holdsSecret) && value.secret !== true ? { ...value, secret: true } : value;
}
