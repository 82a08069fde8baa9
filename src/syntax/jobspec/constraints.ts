import { convert, Unsuitable } from '../expression/convert.ts';
import { isNull, type Value } from '../expression/value.ts';
import type { ConfigBody } from './config-body.ts';
import { wholeContent } from './content.ts';
import type { Decoding, Struct } from './struct.ts';

type Given = ReadonlyMap<string, Value>;
const OPERANDS = ['version', 'semver', 'regexp'] as const;

/** `constraint { attribute = ... }` and its short forms such as `version = ">= 1.2"`. */
export function decodeConstraint(d: Decoding, body: ConfigBody, into: Struct): void {
  const names = [
    'attribute',
    'value',
    'operator',
    'distinct_property',
    ...OPERANDS,
    'set_contains',
    'set_contains_all',
    'set_contains_any',
    'is_set',
    'is_not_set',
  ];
  const given = read(d, body, into, { string: names, bool: ['distinct_hosts'] });
  if (given === undefined) return;
  fill(d, given, into, [...OPERANDS, 'set_contains']);
  const hosts = given.get('distinct_hosts');
  if (hosts !== undefined)
    Object.assign(into, {
      Operand: 'distinct_hosts',
      RTarget: String(d.places.plain(into, 'RTarget', hosts) as boolean),
    });
  const property = text(d, into, 'LTarget', given.get('distinct_property'));
  if (property !== '') Object.assign(into, { Operand: 'distinct_property', LTarget: property });
  if (into.Operand === '') into.Operand = '=';
}

export function decodeAffinity(d: Decoding, body: ConfigBody, into: Struct): void {
  const names = ['attribute', 'value', 'operator', ...OPERANDS, 'set_contains', 'set_contains_all', 'set_contains_any'];
  const given = read(d, body, into, { string: names, number: ['weight'] });
  if (given === undefined) return;
  const weight = given.get('weight');
  if (weight !== undefined) {
    const plain = d.places.plain(into, 'Weight', weight);
    into.Weight = typeof plain === 'number' ? (Math.trunc(plain) << 24) >> 24 : plain;
  }
  fill(d, given, into, [...OPERANDS, 'set_contains_any', 'set_contains_all', 'set_contains']);
  if (into.Operand === '') into.Operand = '=';
}

/** Later short forms win over earlier ones. */
function fill(d: Decoding, given: Given, into: Struct, operands: readonly string[]): void {
  into.LTarget = text(d, into, 'LTarget', given.get('attribute'));
  into.RTarget = text(d, into, 'RTarget', given.get('value'));
  into.Operand = text(d, into, 'Operand', given.get('operator'));
  for (const operand of operands) {
    const value = text(d, into, 'RTarget', given.get(operand));
    if (value !== '') Object.assign(into, { Operand: operand, RTarget: value });
  }
}

function text(d: Decoding, into: Struct, member: string, value: Value | undefined): string {
  if (value === undefined || isNull(value)) return '';
  const plain = d.places.plain(into, member, value);
  return typeof plain === 'string' ? plain : '';
}

const MEMBERS: Readonly<Record<string, string>> = {
  attribute: 'LTarget',
  distinct_property: 'LTarget',
  operator: 'Operand',
  weight: 'Weight',
};

function read(
  d: Decoding,
  body: ConfigBody,
  into: Struct,
  types: Readonly<Partial<Record<'string' | 'bool' | 'number', readonly string[]>>>,
): Given | undefined {
  const before = d.reader.problems.length;
  const names = Object.values(types).flat();
  const { attributes } = wholeContent(d.reader, body, { attributes: names.map((name) => ({ name })), blocks: [] });
  const given = new Map<string, Value>();
  for (const [type, list] of Object.entries(types)) {
    for (const name of list) {
      const attribute = attributes.get(name);
      if (attribute === undefined) continue;
      const { start, end } = attribute.value.written;
      d.places.note(into, MEMBERS[name] ?? 'RTarget', {
        name: attribute.nameRange,
        value: { start, end },
        whole: attribute.range,
      });
      try {
        const value = convert(d.reader.value(attribute.value), type as 'string' | 'bool' | 'number');
        if (!isNull(value)) given.set(name, value);
      } catch (error) {
        if (!(error instanceof Unsuitable)) throw error;
        d.reader.refuse(
          { start, end },
          'Incorrect attribute value type',
          `Inappropriate value for attribute ${JSON.stringify(name)}: ${error.message}.`,
        );
      }
    }
  }
  return d.reader.problems.length > before ? undefined : given;
}
