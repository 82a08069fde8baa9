import { isObject } from '../object.ts';

/**
 * The lenient decoding that Consul applies to a method's `Config` and Vault to its fields: a lone value counts as a list
 * of one, numbers and booleans become text, numeric text becomes a number. Source: mapstructure with weak typing.
 * Every function gives the value and appends what it cannot convert to `faults`.
 */
export type Faults = WeakFault[];

export interface WeakFault {
  readonly text: string;
  readonly member: readonly string[];
}

export function weakText(name: string, value: unknown, faults: Faults): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return plainNumber(value);
  faults.push(unconvertible(name, 'string', value));
  return '';
}

export function weakTexts(name: string, value: unknown, faults: Faults): readonly string[] {
  if (value === null || value === undefined || (isObject(value) && Object.keys(value).length === 0)) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item, index) => weakText(`${name}[${String(index)}]`, item, faults));
}

export function weakMap(name: string, value: unknown, faults: Faults): Readonly<Record<string, string>> {
  if (value === null || value === undefined) return {};
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, weakText(`${name}[${key}]`, item, faults)]),
    );
  if (!Array.isArray(value)) {
    faults.push(unconvertible(name, 'map[string]string', value));
    return {};
  }
  const merged: Record<string, string> = {};
  for (const [index, item] of value.entries()) {
    const before = faults.length;
    Object.assign(merged, weakMap(`${name}[${String(index)}]`, item, faults));
    if (faults.length > before) break;
  }
  return merged;
}

/** Whole numbers; `type` is Go's name for the type. */
export function weakInteger(name: string, type: string, value: unknown, faults: Faults): number {
  if (value === null || value === undefined || value === '') return 0;
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') {
    faults.push(unconvertible(name, type, value));
    return 0;
  }
  const number = goInteger(value);
  if (typeof number === 'number') return number;
  faults.push({
    text: `'${name}' cannot parse value as '${type}': strconv.ParseInt: ${number}`,
    member: memberOf(name),
  });
  return 0;
}

function goInteger(text: string): number | 'invalid syntax' | 'value out of range' {
  const pattern =
    /^([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;
  const [whole, sign, digits = ''] = pattern.exec(text) ?? [];
  if (whole === undefined) return 'invalid syntax';
  const bare = digits.replaceAll('_', '');
  const value = BigInt(/^0[0-7]+$/.test(bare) ? `0o${bare.slice(1)}` : bare) * (sign === '-' ? -1n : 1n);
  return BigInt.asIntN(64, value) === value ? Number(value) : 'value out of range';
}

function unconvertible(name: string, type: string, value: unknown): WeakFault {
  return {
    text: `'${name}' expected type '${type}', got unconvertible type '${goType(value)}'`,
    member: memberOf(name),
  };
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'map[string]interface {}';
}

/** `ClaimMappings[a]` → `['ClaimMappings', 'a']`. */
function memberOf(name: string): readonly string[] {
  const [, first = name, key] = /^([^[]*)\[([^\]]*)\]/.exec(name) ?? [];
  return key === undefined ? [first] : [first, key];
}

/** Without an exponent, as Go's `strconv.FormatFloat(value, 'f', -1, 64)`. */
function plainNumber(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  const [digits = '', exponent = '0'] = String(value).split('e');
  if (exponent === '0') return digits;
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.');
  return `${value < 0 ? '-' : ''}0.${'0'.repeat(-Number(exponent) - 1)}${whole}${fraction}`;
}
