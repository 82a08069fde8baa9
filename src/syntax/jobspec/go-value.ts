import { convert, Unsuitable } from '../expression/convert.ts';
import type { Type } from '../expression/type.ts';
import { isNull, items, members, nullOf, number, textOf, type Value } from '../expression/value.ts';
import { parseGoDuration } from '../go-duration.ts';
import { friendlyName } from '../expression/type.ts';
import type { ConfigExpression } from './config-body.ts';
import { startPlace, type Reader } from './reader.ts';

const RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int: [-(2n ** 63n), 2n ** 63n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  int8: [-128n, 127n],
  uint8: [0n, 255n],
  uint16: [0n, 65_535n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** The value of an expression as a member of a Go type can hold it; undefined where it cannot, which is then refused. */
export function goValue(reader: Reader, expression: ConfigExpression, type: string): Value | undefined {
  const before = reader.problems.length;
  const given = reader.value(expression);
  if (type.replace(/^\*/, '') === 'duration') return duration(reader, expression, given);
  try {
    const converted = convert(given, hclType(type));
    check(converted, type);
    // A mistake in the expression is told twice by Nomad, the second time in these words.
    if (converted.unknown !== undefined && reader.problems.length > before) throw new Unsuitable('value must be known');
    return reader.problems.length > before ? undefined : converted;
  } catch (error) {
    if (!(error instanceof Unsuitable)) throw error;
    reader.refuse(startPlace(expression), 'Unsuitable value type', `Unsuitable value: ${error.message}`);
    return undefined;
  }
}

export function hclType(type: string): Type {
  const bare = type.replace(/^\*/, '');
  if (bare.startsWith('[]')) return { list: hclType(bare.slice(2)) };
  if (bare.startsWith('map:')) return { map: hclType(bare.slice(4)) };
  if (bare === 'string' || bare === 'bool') return bare;
  return RANGES[bare] === undefined ? 'dynamic' : 'number';
}

/** Null where Go has no null, and numbers that Go's cannot hold. */
function check(value: Value, type: string): void {
  const bare = type.replace(/^\*/, '');
  if (isNull(value)) {
    if (type.startsWith('*') || type.startsWith('[]') || type.startsWith('map:')) return;
    throw new Unsuitable('null value is not allowed');
  }
  if (value.unknown !== undefined) return;
  if (bare.startsWith('[]')) for (const item of items(value)) check(item, bare.slice(2));
  else if (bare.startsWith('map:')) for (const item of members(value).values()) check(item, bare.slice(4));
  const range = RANGES[bare];
  if (range === undefined) return;
  const amount = Number(value.data);
  const [least, most] = range;
  if (!Number.isInteger(amount) || BigInt(amount) < least || BigInt(amount) > most) {
    throw new Unsuitable(
      least === 0n
        ? `value must be a whole number, between 0 and ${String(most)} inclusive`
        : `value must be a whole number, between ${String(least)} and ${String(most)}`,
    );
  }
}

/** Nanoseconds, from a Go duration or a bare number of them. */
function duration(reader: Reader, expression: ConfigExpression, given: Value): Value | undefined {
  const refuse = (title: string, message: string): undefined => {
    reader.refuse(startPlace(expression), title, message);
  };
  if (isNull(given)) return refuse('Unsuitable value', 'Unsuitable duration value: nil');
  if (given.unknown !== undefined)
    return given.type === 'dynamic' ? { ...given, ...nullOf('number'), unknown: given.unknown } : given;
  let amount = given;
  if (given.type === 'string') {
    const parsed = parseGoDuration(textOf(given));
    if (!parsed.ok) return refuse('Unsuitable value type', `Unsuitable duration value: ${parsed.error}`);
    amount = { ...number(Number(parsed.nanoseconds)), ...(given.secret && { secret: true }) };
  }
  if (amount.type !== 'number') {
    return refuse(
      'Unsuitable value type',
      `Unsuitable value: expected a string but found ${typeof amount.type === 'string' ? `cty.${amount.type === 'bool' ? 'Bool' : amount.type}` : friendlyName(amount.type)}`,
    );
  }
  try {
    check(amount, 'int');
  } catch (error) {
    if (!(error instanceof Unsuitable)) throw error;
    return refuse('Unsuitable value type', `Unsuitable value: ${error.message}`);
  }
  return amount;
}
