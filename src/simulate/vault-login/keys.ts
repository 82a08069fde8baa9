import type { Jwks } from '../../model/jwks.ts';
import { publicKeyOf } from '../../validation/public-key.ts';
import type { KeyFetch } from '../../validation/refusal.ts';
import type { decodeJwtConfig } from '../../validation/vault/jwt-config.ts';
import type { Dialect } from '../../validation/vault/policy.ts';
import { prepareJwks, unreadableJwks } from '../jwt/jwks.ts';
import { staticKey, type VerifyingKey } from '../jwt/verifying-key.ts';

/** Where a mount has its keys from: decides in which order a token is looked at, and in what words. */
export type VaultKeys =
  | { readonly from: 'static'; readonly keys: readonly VerifyingKey[] }
  | {
      readonly from: 'served';
      readonly keys: readonly VerifyingKey[];
      /** Why they cannot be read; there are none then. */
      readonly unreadable?: string;
    }
  /** Keys that would have to be fetched, and of which nothing is known. */
  | { readonly from: 'unknown' }
  /** A mount for logins by browser, where Vault takes no JWT. */
  | { readonly from: 'browser' };

export type VaultConfig = ReturnType<typeof decodeJwtConfig>['config'];

/** @param jwks what the mount's key sources serve, all of them */
export function keysOf(config: VaultConfig, jwks: Jwks | undefined, dialect: Dialect): VaultKeys {
  if (dialect === 'vault' && config.oidc_client_id !== '') return { from: 'browser' };
  if (config.jwt_validation_pubkeys.length > 0) {
    const objects = config.jwt_validation_pubkeys.map(publicKeyOf);
    return { from: 'static', keys: objects.flatMap((object) => (object === undefined ? [] : [staticKey(object)])) };
  }
  if (jwks === undefined) return { from: 'unknown' };
  const prepared = prepareJwks(jwks, '4.1.2');
  if (prepared.ok) return { from: 'served', keys: prepared.keys };
  return { from: 'served', keys: [], unreadable: unreadableJwks(jwks, prepared.error) };
}

/** What Vault finds when it tries a mount's key source before it takes the config: one unreadable key spoils it. */
export function fetchOf(jwks: Jwks | undefined): KeyFetch {
  const prepared = jwks === undefined ? undefined : prepareJwks(jwks, '4.1.2');
  const error = jwks && prepared?.ok === false ? unreadableJwks(jwks, prepared.error) : undefined;
  // A discovery document is read without the keys that it points to.
  return ({ via }) => (via === 'jwks' ? error : undefined);
}
