/** Go's error about a JSON value of a type that it cannot use. */
export function notA(type: string, value: unknown): string {
  return `json: cannot unmarshal ${jsonType(value)} into Go value of type ${type}`;
}

/** What Go calls a JSON value in its errors. */
export function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
