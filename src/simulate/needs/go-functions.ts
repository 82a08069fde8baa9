import { formatted } from './printf.ts';
import { bool, list, nil, number, reasonsOf, shown, text, truth, type Value } from './value.ts';

/** `undefined`: not known, because of the arguments or because we do not look further. */
export type Function = (values: readonly Value[]) => Value | undefined;

/** Functions of Go's own, of which some can be told even when not all their arguments are known. */
export const goFunctions: Readonly<Record<string, Function>> = {
  printf: formatted,
  println: (values) => (reasonsOf(values).length > 0 ? undefined : text(`${values.map(shown).join(' ')}\n`)),
  not: ([value = nil]) => negated(truth(value)),
  eq: ([value = nil, ...others]) => {
    const same = others.map((other) => equal(value, other));
    if (same.includes(true)) return bool(true);
    return same.includes(undefined) ? undefined : bool(false);
  },
  ne: ([value = nil, other = nil]) => negated(equal(value, other)),
  lt: compared((order) => order < 0),
  le: compared((order) => order <= 0),
  gt: compared((order) => order > 0),
  ge: compared((order) => order >= 0),
  len: ([value = nil]) => {
    if (value.kind === 'string') return number(Buffer.byteLength(value.value));
    if (value.kind === 'list') return number(value.items.length);
    return value.kind === 'record' ? number(value.members.size) : undefined;
  },
  index: ([value = nil, ...keys]) => keys.reduce<Value | undefined>(item, value),
  slice: ([value = nil, from = number(0), to]) => {
    if (from.kind !== 'number' || (to !== undefined && to.kind !== 'number')) return undefined;
    if (value.kind === 'list') return list(value.items.slice(from.value, to?.value));
    if (value.kind !== 'string') return undefined;
    return text(Buffer.from(value.value).subarray(from.value, to?.value).toString());
  },
};

function negated(value: boolean | undefined): Value | undefined {
  return value === undefined ? undefined : bool(!value);
}

function equal(one: Value, other: Value): boolean | undefined {
  if (reasonsOf([one, other]).length > 0) return undefined;
  if ('value' in one && 'value' in other) return one.kind === other.kind ? one.value === other.value : undefined;
  return one.kind === 'nil' && other.kind === 'nil' ? true : undefined;
}

function compared(fits: (order: number) => boolean): Function {
  return ([one = nil, other = nil]) => {
    if (one.kind === 'number' && other.kind === 'number') return bool(fits(one.value - other.value));
    if (one.kind !== 'string' || other.kind !== 'string') return undefined;
    return bool(fits(Buffer.compare(Buffer.from(one.value), Buffer.from(other.value))));
  };
}

function item(value: Value | undefined, key: Value): Value | undefined {
  if (value?.kind === 'record' && key.kind === 'string') return value.members.get(key.value) ?? nil;
  if (value?.kind === 'list' && key.kind === 'number') return value.items[key.value];
  return undefined;
}
