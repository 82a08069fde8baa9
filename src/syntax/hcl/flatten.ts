import type { Item, ObjectValue, Value } from './ast.ts';

/**
 * Gives JSON the shape that the same thing has in HCL: `{"key": {"a": {...}}}` becomes `key "a" {...}`. An object all of
 * whose members are objects gives its names as labels, a list of nothing but objects gives one item for each. That is
 * how HashiCorp's reader does it, down to objects that were never meant as labels.
 */
export function flatten(items: readonly Item[]): Item[] {
  return items.flatMap(spread).map((item) => ({ ...item, value: deepFlatten(item.value) }));
}

function spread(item: Item): Item[] {
  const { value } = item;
  if (
    value.kind === 'object' &&
    value.items.length > 0 &&
    value.items.every((inner) => inner.value.kind === 'object')
  ) {
    return value.items.flatMap((inner) => spread({ ...item, keys: [...item.keys, ...inner.keys], value: inner.value }));
  }
  if (value.kind === 'list' && value.items.length > 0 && value.items.every(isObject)) {
    return value.items.flatMap((inner) => spread({ ...item, value: inner }));
  }
  return [item];
}

function isObject(value: Value): value is ObjectValue {
  return value.kind === 'object';
}

function deepFlatten(value: Value): Value {
  if (value.kind === 'object') return { ...value, items: flatten(value.items) };
  if (value.kind === 'list') return { ...value, items: value.items.map(deepFlatten) };
  return value;
}
