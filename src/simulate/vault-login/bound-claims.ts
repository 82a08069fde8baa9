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
}

/** Every bound claim against the token. Vault stops at the first that fails, in an order of chance. */
export function checkBoundClaims(
  { type, bound }: BoundClaims,
  claims: GoObject,
  dialect: Dialect,
): readonly BoundClaimResult[] {
  return Object.entries(bound).map(([claim, expected]) => ({
    claim,
    error: boundClaimError(claim, expected, vaultClaim(claims, claim, dialect), type === 'glob'),
  }));
}

function boundClaimError(
  claim: string,
  expected: unknown,
  actual: Claim | undefined,
  globs: boolean,
): string | undefined {
  if (actual === undefined) return `claim ${goQuote(claim)} is missing`;
  const actuals = listed(actual);
  if (actuals === undefined) return `received claim is not a string, bool, int or list: ${shown(actual as GoObject)}`;
  if (expected === null || isObject(expected))
    return `bound claim is not a string, bool, int or list: ${goPrint(expected)}`;
  const wanted: readonly unknown[] = Array.isArray(expected) ? expected : [expected];
  const found = wanted.some((one) => actuals.some((value) => (globs ? matches(one, value) : equal(one, value))));
  return found ? undefined : `claim ${goQuote(claim)} does not match any associated bound claim values`;
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
