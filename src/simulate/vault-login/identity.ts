import { GoObject, type GoJson } from '../../syntax/go-json.ts';
import { goQuote } from '../../syntax/go-string.ts';
import type { JwtRole } from '../../validation/vault/jwt-role.ts';
import type { Dialect } from '../../validation/vault/policy.ts';
import { claimOf } from '../jwt/claim.ts';
import { shown } from '../jwt/shown.ts';
import { good, refused, type Outcome } from '../outcome.ts';
import { vaultClaim, type Claim } from './claims.ts';
import { mappedMetadata } from './metadata.ts';

/** Whom a login is for. */
export interface LoginIdentity {
  /** The alias, which is the value of the user claim. */
  readonly name: string;
  /** Mapped claims and `role`. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Names that external groups of Vault may have as alias. */
  readonly groups: readonly string[];
}

export function loginIdentity(
  claims: GoObject,
  role: JwtRole,
  roleName: string,
  dialect: Dialect,
): Outcome<LoginIdentity> {
  const shownClaim = goQuote(role.user_claim);
  const user: Claim | GoJson | undefined = role.user_claim_json_pointer
    ? vaultClaim(claims, role.user_claim, dialect)
    : claimOf(claims, { claim: role.user_claim, pointer: undefined });
  if (user === undefined) return refused(`claim ${shownClaim} not found in token`);
  if (typeof user !== 'string') return refused(`claim ${shownClaim} could not be converted to string`);
  const mapped = mappedMetadata(claims, role.claim_mappings, dialect);
  if (!mapped.ok) return mapped;
  const groups = groupNames(claims, role.groups_claim, dialect);
  if (!groups.ok) return groups;
  return good({ name: user, metadata: new Map([...mapped.value, ['role', roleName]]), groups: groups.value });
}

function groupNames(claims: GoObject, claim: string, dialect: Dialect): Outcome<readonly string[]> {
  if (claim === '') return good([]);
  const value = vaultClaim(claims, claim, dialect);
  if (value === undefined) return refused(`failed to fetch groups: ${goQuote(claim)} claim not found in token`);
  if (value instanceof GoObject) return refused(`${goQuote(claim)} claim could not be converted to string list`);
  const items: readonly (Claim | GoJson)[] = Array.isArray(value) ? (value as readonly GoJson[]) : [value];
  const bad = items.find((item) => typeof item !== 'string');
  if (bad !== undefined) return refused(`value ${textOf(bad)} in groups claim could not be parsed as string`);
  return good((items as readonly string[]).filter((name) => name !== ''));
}

function textOf(value: Claim | GoJson): string {
  return typeof value === 'object' && value !== null && 'number' in value ? value.number : shown(value);
}
