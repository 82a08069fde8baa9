import { anyValue, invalid, type GoType } from './go-type.ts';

/** A value of Go: its type, and its data as JSON has it. Data that is absent, or of another sort, is the type's zero. */
export interface GoValue {
  readonly type: GoType;
  readonly data: unknown;
}

const nothing: GoValue = { type: invalid, data: undefined };
const list: GoType = { kind: 'slice', name: '[]interface {}', of: () => anyValue };
const map: GoType = { kind: 'map', name: 'map[string]interface {}', of: () => anyValue };

/** What an interface holds, as Go decodes JSON: all numbers are float64. */
export function held({ type, data }: GoValue): GoValue {
  if (type.kind !== 'interface') return { type, data };
  if (typeof data === 'string') return { type: { kind: 'string', name: 'string' }, data };
  if (typeof data === 'number') return { type: { kind: 'float64', name: 'float64' }, data };
  if (typeof data === 'boolean') return { type: { kind: 'bool', name: 'bool' }, data };
  if (typeof data !== 'object' || data === null) return nothing;
  return { type: Array.isArray(data) ? list : map, data };
}

/** What a pointer points to; every other value is itself. */
export function indirect(value: GoValue): GoValue {
  const { type, data } = value;
  if (type.kind !== 'ptr') return value;
  return data === null || data === undefined ? nothing : { type: type.of(), data };
}

export function itemsOf({ type, data }: GoValue): readonly GoValue[] {
  if (type.kind !== 'slice') return [];
  const of = type.of();
  return listed(data, of).map((item) => ({ type: of, data: item }));
}

function listed(data: unknown, of: GoType): readonly unknown[] {
  // JSON carries bytes as base64.
  if (typeof data === 'string' && of.kind === 'uint8') return [...Buffer.from(data, 'base64')];
  return Array.isArray(data) ? data : [];
}

export function membersOf({ type, data }: GoValue): ReadonlyMap<string, GoValue> {
  if (type.kind !== 'map' || typeof data !== 'object' || data === null) return new Map();
  const of = type.of();
  return new Map(Object.entries<unknown>({ ...data }).map(([name, member]) => [name, { type: of, data: member }]));
}

export function textOf({ data }: GoValue): string {
  return typeof data === 'string' ? data : '';
}

/** The text that a regular expression is tried on; `undefined` for types that are no text and no bytes. */
export function bytesOf(value: GoValue): string | undefined {
  const { type } = value;
  if (type.kind === 'string') return textOf(value);
  if (type.kind !== 'slice' || type.of().kind !== 'uint8') return undefined;
  return Buffer.from(itemsOf(value).map(({ data }) => Number(data))).toString();
}

export function integerOf({ data }: GoValue): bigint {
  return typeof data === 'number' && Number.isInteger(data) ? BigInt(data) : 0n;
}

export function floatOf({ data }: GoValue): number {
  return typeof data === 'number' ? data : 0;
}
