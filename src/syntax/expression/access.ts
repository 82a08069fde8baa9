import type { Range } from '../hcl/ast.ts';
import { convert, Unsuitable } from './convert.ts';
import { report, type Evaluation } from './evaluation.ts';
import { isKnown, isNull, items, members, tainted, unknown, textOf, type Value } from './value.ts';

const NO_SUCH = 'The given key does not identify an element in this collection value';

/** `collection[key]` */
export function index(collection: Value, key: Value, place: Range, at: Evaluation): Value {
  const refuse = (detail: string): Value => report(at, place, 'Invalid index', detail);
  if (isNull(collection))
    return report(at, place, 'Attempt to index null value', 'This value is null, so it does not have any indices.');
  if (isNull(key)) return refuse("Can't use a null value as an indexing key.");
  const { type } = collection;
  if (key.type === 'dynamic' || type === 'dynamic')
    return tainted(unknown(key.unknown ?? collection.unknown ?? ''), collection, key);
  if (typeof type === 'string') return refuse('This value does not have any indices.');
  if ('set' in type)
    return refuse(
      "Elements of a set are identified only by their value and don't have any separate index or key to select with, so it's only possible to perform operations across all elements of the set.",
    );
  const named = 'map' in type || 'object' in type;
  let converted: Value;
  try {
    converted = convert(key, named ? 'string' : 'number');
  } catch (error) {
    if (!(error instanceof Unsuitable)) throw error;
    return refuse(`${NO_SUCH}: ${error.message}.`);
  }
  const reason = collection.unknown ?? converted.unknown;
  if (reason !== undefined) return tainted(unknown(reason), collection, key);
  if (named) {
    const found = members(collection).get(textOf(converted));
    if (found !== undefined) return passed(found, collection, key);
    const byNumber = 'object' in type && key.type === 'number';
    return refuse(
      `${NO_SUCH}.${byNumber ? ' An object only supports looking up attributes by name, not by numeric index.' : ''}`,
    );
  }
  const all = items(collection);
  const position = Number(converted.data);
  const found = Number.isInteger(position) ? all[position] : undefined;
  if (found !== undefined) return passed(found, collection, key);
  if (!Number.isInteger(position))
    return refuse(
      `${NO_SUCH}: indexing a sequence requires a whole number, but the given index has a fractional part.`,
    );
  if (position < 0) return refuse(`${NO_SUCH}: a negative number is not a valid index for a sequence.`);
  // HashiCorp's reader explains only an index that is the length itself or below it.
  if (position > all.length) return refuse(`${NO_SUCH}.`);
  return refuse(
    all.length === 0
      ? `${NO_SUCH}: the collection has no elements.`
      : `${NO_SUCH}: the given index is greater than or equal to the length of the collection.`,
  );
}

/** An element is secret if the whole is, not because something beside it is. */
function passed(found: Value, collection: Value, key: Value): Value {
  return tainted(found, ...(collection.secret === true ? [collection] : []), key);
}

/** `value.name` */
export function member(value: Value, name: string, place: Range, at: Evaluation): Value {
  const { type } = value;
  const quoted = JSON.stringify(name);
  if (isNull(value))
    return report(
      at,
      place,
      'Attempt to get attribute from null value',
      'This value is null, so it does not have any attributes.',
    );
  const refuse = (detail: string): Value => report(at, place, 'Unsupported attribute', detail);
  if (type === 'dynamic') return value;
  if (typeof type === 'object' && ('object' in type || 'map' in type)) {
    if (!isKnown(value)) return tainted(unknown(value.unknown ?? ''), value);
    const found = members(value).get(name);
    if (found !== undefined) return passed(found, value, found);
    if ('object' in type) return refuse(`This object does not have an attribute named ${quoted}.`);
    return report(at, place, 'Missing map element', `This map does not have an element with the key ${quoted}.`);
  }
  if (typeof type === 'string') return refuse(`Can't access attributes on a primitive-typed value (${type}).`);
  return refuse('This value does not have any attributes.');
}
