import { GoObject, type GoJson } from '../../syntax/go-json.ts';
import { goQuote } from '../../syntax/go-string.ts';
import { isObject } from '../../validation/object.ts';
import { goPrint } from '../../validation/vault/fields.ts';
import type { Dialect } from '../../validation/vault/policy.ts';
import { vaultClaim, type Claim } from './claims.ts';
import { shown } from '../jwt/shown.ts';
import { globMatches } from './glob.ts';

export interface BoundClaims {
  readonly type: string;
  /** As the role keeps them: claim to a value or a list of values. */
  readonly bound: Readonly<Record<string, unknown>>;
}

/** How one bound claim fared. */
export interface BoundClaimResult {
  readonly claim: string;
  readonly error: string | undefined;
  /** Lists or objects inside of both lists: Vault breaks off at comparing them and closes the connection. */
  readonly crashes: boolean;
}

/** Every bound claim against the token. Vault stops at the first that fails, in an order of chance. */
export function checkBoundClaims(
  { type, bound }: BoundClaims,
  claims: GoObject,
  dialect: Dialect,
): readonly BoundClaimResult[] {
  return Object.entries(bound).map(([claim, expected]) => {
    const error = boundClaimError(claim, expected, vaultClaim(claims, claim, dialect), type === 'glob');
    return error === crash ? { claim, error: undefined, crashes: true } : { claim, error, crashes: false };
  });
}

const crash = Symbol('crash');

function boundClaimError(
  claim: string,
  expected: unknown,
  actual: Claim | undefined,
  globs: boolean,
): string | typeof crash | undefined {
  if (actual === undefined) return `claim ${goQuote(claim)} is missing`;
  const actuals = listed(actual);
  if (actuals === undefined) return `received claim is not a string, bool, int or list: ${shown(actual as GoObject)}`;
  if (expected === null || isObject(expected))
    return `bound claim is not a string, bool, int or list: ${goPrint(expected)}`;
  const wanted: readonly unknown[] = Array.isArray(expected) ? expected : [expected];
  for (const one of wanted) {
    for (const value of actuals) {
      if (globs && typeof one !== 'string') return `received claim is not a glob string: ${badVerb(one)}xpVal`;
      if (!globs && isUncomparable(one, value)) return crash;
      if (globs ? matches(one, value) : equal(one, value)) return undefined;
    }
  }
  return `claim ${goQuote(claim)} does not match any associated bound claim values`;
}

/** What Go prints for a value that has no form as a float; a role that was a `string` one before may hold such. */
function badVerb(value: unknown): string {
  if (value === null) return '%!e(<nil>)';
  return typeof value === 'number' ? `%!e(json.Number=${String(value)})` : `%!e(${typeof value === 'boolean' ? 'bool' : 'object'}=${goPrint(value)})`; // prettier-ignore
}

function isUncomparable(expected: unknown, actual: Actual): boolean {
  return (Array.isArray(expected) && Array.isArray(actual)) || (isObject(expected) && actual instanceof GoObject);
}

/** A number in a list of the token keeps its fraction and with it a type that no bound value has. */
type Actual = { readonly number: string } | GoJson;

function listed(claim: Claim): readonly Actual[] | undefined {
  if (Array.isArray(claim)) return claim as readonly GoJson[];
  return claim instanceof GoObject ? undefined : [claim];
}

function equal(expected: unknown, actual: Actual): boolean {
  if (typeof expected === 'number') return isNumberText(actual) && actual.number === String(expected);
  return expected === null ? actual === null : typeof expected !== 'object' && expected === actual;
}

function isNumberText(value: Actual): value is { readonly number: string } {
  return typeof value === 'object' && value !== null && 'number' in value;
}

function matches(pattern: unknown, actual: Actual): boolean {
  return typeof pattern === 'string' && typeof actual === 'string' && globMatches(pattern, actual);
}
