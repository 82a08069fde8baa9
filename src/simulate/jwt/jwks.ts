import type { Jwks } from '../../model/jwks.ts';
import { readJwk, type JwkReader } from './jwk.ts';
import type { VerifyingKey } from './verifying-key.ts';

export type PreparedKeys =
  | { readonly ok: true; readonly keys: readonly VerifyingKey[] }
  /** go-jose's text about the first key that it cannot read; it then reads none. */
  | { readonly ok: false; readonly error: string };

/** Reads a JWKS as go-jose 4 does: one bad key spoils them all. */
export function prepareJwks(jwks: Jwks, reader: JwkReader): PreparedKeys {
  const list: unknown = Object.entries(jwks).findLast(([name]) => name.toLowerCase() === 'keys')?.[1];
  if (list === undefined || list === null) return { ok: true, keys: [] };
  if (!Array.isArray(list)) {
    const found = typeof list === 'boolean' ? 'bool' : typeof list;
    const wanted = 'Go struct field JSONWebKeySet.keys of type []jose.JSONWebKey';
    return { ok: false, error: `json: cannot unmarshal ${found} into ${wanted}` };
  }
  const keys: VerifyingKey[] = [];
  for (const one of list as readonly unknown[]) {
    const key = readJwk(one, reader);
    if (typeof key === 'string') return { ok: false, error: key };
    keys.push(key);
  }
  return { ok: true, keys };
}

/**
 * go-oidc's text about a JWKS that it fetched and cannot read, which ends with all that was served.
 * @param body as it was served; left out, what JSON makes of the JWKS without blanks
 */
export function unreadableJwks(jwks: Jwks, error: string, body = JSON.stringify(jwks)): string {
  const read = 'got Content-Type = application/json, but could not unmarshal as JSON';
  return `fetching keys oidc: failed to decode keys: ${read}: ${error} ${body}`;
}
