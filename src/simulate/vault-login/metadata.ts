import type { GoObject } from '../../syntax/go-json.ts';
import { goQuote } from '../../syntax/go-string.ts';
import type { Dialect } from '../../validation/vault/policy.ts';
import { anyOf, good, type Outcome } from '../outcome.ts';
import { vaultClaim } from './claims.ts';

/**
 * The metadata that a login's alias and token get from mapped claims, without `role`. A claim that the token lacks is
 * left out; one that is no text fails the login.
 */
export function mappedMetadata(
  claims: GoObject,
  mappings: Readonly<Record<string, string>>,
  dialect: Dialect,
): Outcome<ReadonlyMap<string, string>> {
  const metadata = new Map<string, string>();
  const errors: string[] = [];
  for (const [claim, target] of Object.entries(mappings)) {
    const value = vaultClaim(claims, claim, dialect);
    if (value === undefined) continue;
    if (typeof value === 'string') metadata.set(target, value);
    else errors.push(`error converting claim '${claim}' to string`);
  }
  return anyOf(errors) ?? good(metadata);
}

const mostPairs = 64;
const longestKey = 128;
const longestValue = 512;

/** Why Vault would not make an alias with such metadata; lengths are bytes. It looks at the pairs in an order of chance. */
export function aliasMetadataError(metadata: ReadonlyMap<string, string>): Outcome<undefined> {
  const invalid = 'invalid alias metadata: ';
  if (metadata.size > mostPairs)
    return (
      anyOf([`${invalid}metadata cannot contain more than ${String(mostPairs)} key/value pairs`]) ?? good(undefined)
    );
  const errors = [...metadata].flatMap(([key, value]) => {
    const error = pairError(key, value);
    if (error === undefined) return [];
    return [`${invalid}failed to load metadata pair (${goQuote(key)}, ${goQuote(value)}): ${error}`];
  });
  return anyOf(errors) ?? good(undefined);
}

function pairError(key: string, value: string): string | undefined {
  if (key === '') return 'key cannot be blank';
  if (!/^[a-zA-Z0-9=/+_-]+$/.test(key)) return 'key contains invalid characters';
  if (key.length > longestKey) return `key is too long (limit: ${String(longestKey)} characters)`;
  if (key.startsWith('vault-')) return 'key prefix "vault-" is reserved for internal use';
  if (Buffer.byteLength(value) > longestValue) return `value is too long (limit: ${String(longestValue)} characters)`;
  return undefined;
}
