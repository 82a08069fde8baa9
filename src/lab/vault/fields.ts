import { parseDuration } from '../../syntax/duration.ts';
import { invalid } from './answers.ts';

/** How Vault reads a parameter; it takes a lot of forms for each. */
export type FieldType =
  | 'string'
  | 'lower'
  | 'bool'
  | 'int'
  | 'list'
  | 'comma list'
  | 'duration'
  | 'signed duration'
  | 'map'
  | 'pairs'
  | 'any';

export type FieldTypes = Readonly<Record<string, FieldType>>;

/** The known parameters of a request, converted; unknown ones are ignored, as Vault does. Throws Vault's conversion errors. */
export function readFields(body: Readonly<Record<string, unknown>>, types: FieldTypes): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(types)) {
    const value = body[name];
    if (value === undefined || value === null) continue;
    try {
      fields[name] = convert(value, type);
    } catch (error) {
      throw invalid(
        `error converting input for field "${name}": ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return fields;
}

export function unrecognised(body: Readonly<Record<string, unknown>>, types: FieldTypes): readonly string[] {
  const unknown = Object.keys(body)
    .filter((name) => types[name] === undefined)
    .toSorted();
  return unknown.length === 0 ? [] : [`Endpoint ignored these unrecognized parameters: [${unknown.join(' ')}]`];
}

function convert(value: unknown, type: FieldType): unknown {
  switch (type) {
    case 'any':
      return value;
    case 'string':
      return text(value);
    case 'lower':
      return text(value).toLowerCase();
    case 'bool':
      return bool(value);
    case 'int':
      return int(value);
    case 'list':
      return Array.isArray(value) ? value.map(text) : [text(value)];
    case 'comma list':
      return list(value);
    case 'duration':
    case 'signed duration':
      return duration(value, type === 'signed duration');
    case 'map':
      return map(value);
    case 'pairs':
      return pairs(value);
  }
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  throw new Error(`'' expected type 'string', got unconvertible type '${goType(value)}', value: '${goValue(value)}'`);
}

function bool(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string')
    throw new Error(`'' expected type 'bool', got unconvertible type '${goType(value)}', value: '${goValue(value)}'`);
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)) return true;
  if (['', '0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value)) return false;
  throw new Error(`cannot parse '' as bool: strconv.ParseBool: parsing "${value}": invalid syntax`);
}

function int(value: unknown): number {
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
  throw new Error(`cannot parse '' as int: strconv.ParseInt: parsing "${text(value)}": invalid syntax`);
}

/** A list, or its members between commas. */
function list(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map((item) => text(item).trim());
  const given = text(value);
  return given === '' ? [] : given.split(',').map((item) => item.trim());
}

function duration(value: unknown, signed: boolean): number {
  const seconds = typeof value === 'number' ? value : value === '' ? 0 : parseDuration(text(value));
  if (seconds === undefined) throw new Error(`time: invalid duration "${text(value)}"`);
  if (seconds < 0 && !signed) throw new Error(`cannot provide negative value '${String(seconds)}'`);
  return Math.trunc(seconds);
}

function map(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw new Error(`'' expected a map, got '${goType(value)}'`);
}

/** A JSON object of texts, or texts of the form `key=value`. */
function pairs(value: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(value) && typeof value !== 'string')
    return Object.fromEntries(Object.entries(map(value)).map(([key, item]) => [key, text(item)]));
  const given = Array.isArray(value) ? value.map(text) : [value];
  return Object.fromEntries(
    given.map((pair) => {
      const at = pair.indexOf('=');
      if (at === -1) throw new Error('invalid key pair "' + pair + '"');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  return typeof value === 'object'
    ? 'map[string]interface {}'
    : typeof value === 'boolean'
      ? 'bool'
      : typeof value === 'number'
        ? 'json.Number'
        : typeof value;
}

function goValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `map[${Object.entries(value)
      .map(([key, item]) => `${key}:${goValue(item)}`)
      .join(' ')}]`;
  }
  return String(value);
}
