import { GoObject, type GoJson } from '../../syntax/go-json.ts';
import { goQuote } from '../../syntax/go-string.ts';
import { claimOf, claimPath, type ClaimPath } from '../jwt/claim.ts';
import { goInteger } from '../jwt/claims.ts';
import { anyOf, good, type Outcome } from '../outcome.ts';
import { shown } from '../jwt/shown.ts';

/** A mapping of a claim, its way into the JWT worked out once. */
export interface Mapping extends ClaimPath {
  readonly target: string;
  /** As bind names call it. */
  readonly variable: string;
}

export function compileMappings(mappings: Readonly<Record<string, string>>): readonly Mapping[] {
  return Object.entries(mappings).map(([claim, target]) => ({
    ...claimPath(claim),
    target,
    variable: `value.${target}`,
  }));
}

/** Mapped claims, by target. Those that the JWT lacks are not there. */
export function mapValues(claims: GoObject, mappings: readonly Mapping[]): Outcome<Record<string, string>> {
  const values: Record<string, string> = {};
  const errors: string[] = [];
  for (const mapping of mappings) {
    const value = claimOf(claims, mapping);
    if (value === undefined) continue;
    const text = textOf(value);
    if (text !== undefined) put(values, mapping.target, text);
    else {
      const type = Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
      errors.push(`error converting claim '${mapping.claim}' to string from unknown type ${type}`);
    }
  }
  return anyOf(errors) ?? good(values);
}

/** Mapped list claims, by target. */
export function mapLists(claims: GoObject, mappings: readonly Mapping[]): Outcome<Record<string, readonly string[]>> {
  const lists: Record<string, readonly string[]> = {};
  const errors: string[] = [];
  for (const mapping of mappings) {
    const value = claimOf(claims, mapping);
    if (value === undefined) continue;
    if (value instanceof GoObject) {
      errors.push(`${goQuote(mapping.claim)} list claim could not be converted to string list`);
      continue;
    }
    const items = Array.isArray(value) ? (value as readonly GoJson[]) : [value];
    const bad = items.find((item) => textOf(item) === undefined);
    if (bad !== undefined)
      errors.push(`value ${shown(bad)} in ${goQuote(mapping.claim)} list claim could not be parsed as string`);
    else
      put(
        lists,
        mapping.target,
        items.map((item) => textOf(item) ?? '').filter((text) => text !== ''),
      );
  }
  return anyOf(errors) ?? good(lists);
}

/** Plain assignment would set the prototype for one name. */
function put<T>(record: Record<string, T>, name: string, value: T): void {
  if (name === '__proto__')
    Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
  else record[name] = value;
}

function textOf(value: GoJson): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
      return String(value);
    case 'number': {
      const integer = goInteger(value);
      return Number.isSafeInteger(integer) ? String(integer) : BigInt(integer).toString();
    }
    default:
      return undefined;
  }
}
