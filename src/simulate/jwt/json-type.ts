import { GoObject, type GoJson } from '../../syntax/go-json.ts';

/** Go's error about a value of a type that it cannot use. */
export function notA(type: string, value: GoJson): string {
  return `json: cannot unmarshal ${jsonType(value)} into Go value of type ${type}`;
}

/** What Go calls a JSON value in its errors. */
export function jsonType(value: GoJson): string {
  if (Array.isArray(value)) return 'array';
  if (value instanceof GoObject) return 'object';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
