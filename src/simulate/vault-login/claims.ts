import type { GoJson, GoObject } from '../../syntax/go-json.ts';
import type { Dialect } from '../../validation/vault/policy.ts';
import { goInteger } from '../jwt/claims.ts';
import { claimOf, claimPath } from '../jwt/claim.ts';

/** A number of a token as Vault compares it: the text of its whole part. */
export interface ClaimNumber {
  readonly number: string;
}

/** What Vault makes of a claim before it looks at it. */
export type Claim = string | boolean | ClaimNumber | readonly GoJson[] | GoObject;

/** The value of a claim by its name or JSON pointer; `undefined` when it is missing or null. */
export function vaultClaim(claims: GoObject, name: string, dialect: Dialect): Claim | undefined {
  const value = claimOf(claims, claimPath(name));
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return { number: integerText(value) };
  // OpenBao turns the audience into the list that it may be; a pointer leads past that.
  if (dialect === 'openbao' && name === 'aud' && typeof value === 'string') return [value];
  return value;
}

function integerText(value: number): string {
  return BigInt(goInteger(value)).toString();
}
