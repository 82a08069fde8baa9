import { constants, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { goBase64Url } from '../../syntax/go-base64.ts';
import type { Jwk, Jwks } from '../../model/jwks.ts';
import { isObject } from '../../validation/object.ts';
import type { Jws } from './jws.ts';

/** A public key, made ready once for many signatures. */
export interface VerifyingKey {
  /** Empty for a key that has none. */
  readonly kid: string;
  readonly type: 'rsa' | 'ec' | 'ed25519' | 'none';
  readonly object: KeyObject | undefined;
}

/** Keys by which signatures are checked. A signature is checked once for a token, which `verifies` remembers for callers. */
export type Verifies = (jws: Jws, key: VerifyingKey) => boolean;

export type PreparedKeys =
  | { readonly ok: true; readonly keys: readonly VerifyingKey[] }
  /** go-jose's text about the first key that it cannot read; it then reads none. */
  | { readonly ok: false; readonly error: string };

/** Reads a JWKS as go-jose 4 does: one bad key spoils them all. */
export function prepareJwks(jwks: Jwks): PreparedKeys {
  const list = Object.entries(jwks).find(([name]) => name.toLowerCase() === 'keys')?.[1];
  if (list === undefined || list === null) return { ok: true, keys: [] };
  if (!Array.isArray(list))
    return {
      ok: false,
      error: 'json: cannot unmarshal object into Go struct field JSONWebKeySet.keys of type []jose.JSONWebKey',
    };
  const keys: VerifyingKey[] = [];
  for (const one of list as readonly unknown[]) {
    const key = isObject(one) ? jwkKey(one) : "go-jose/go-jose: unknown json web key type ''";
    if (typeof key === 'string') return { ok: false, error: key };
    keys.push(key);
  }
  return { ok: true, keys };
}

const curves: Readonly<Record<string, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };

function jwkKey(jwk: Jwk): VerifyingKey | string {
  const text = (name: string): string => (typeof jwk[name] === 'string' ? jwk[name] : '');
  const kid = text('kid');
  // A private key is taken and then verifies nothing.
  const usable = jwk['d'] === undefined || jwk['d'] === null;
  switch (text('kty')) {
    case 'RSA': {
      if (text('n') === '' || text('e') === '') return 'go-jose/go-jose: invalid RSA key, missing n/e values';
      return keyOf(kid, 'rsa', usable, { kty: 'RSA', n: text('n'), e: text('e') });
    }
    case 'EC': {
      const size = curves[text('crv')];
      if (size === undefined) return `go-jose/go-jose: unsupported elliptic curve '${text('crv')}'`;
      for (const name of ['x', 'y'])
        if (text(name) === '') return 'go-jose/go-jose: invalid EC key, missing x/y values';
      for (const name of ['x', 'y'])
        if (sizeOf(text(name)) !== size) return `go-jose/go-jose: invalid EC public key, wrong length for ${name}`;
      const key = keyOf(kid, 'ec', usable, { kty: 'EC', crv: text('crv'), x: text('x'), y: text('y') });
      return key.object === undefined && usable
        ? 'go-jose/go-jose: invalid EC key, X/Y are not on declared curve'
        : key;
    }
    case 'OKP': {
      if (text('crv') !== 'Ed25519' || text('x') === '') return `go-jose/go-jose: unknown curve '${text('crv')}'`;
      return keyOf(kid, 'ed25519', usable, { kty: 'OKP', crv: 'Ed25519', x: text('x') });
    }
    case 'oct':
      return { kid, type: 'none', object: undefined };
    default:
      return `go-jose/go-jose: unknown json web key type '${text('kty')}'`;
  }
}

function sizeOf(base64: string): number {
  const read = goBase64Url(base64.replace(/=+$/, ''));
  return read.ok ? read.bytes.length : -1;
}

function keyOf(
  kid: string,
  type: 'rsa' | 'ec' | 'ed25519',
  usable: boolean,
  key: Readonly<Record<string, string>>,
): VerifyingKey {
  if (!usable) return { kid, type: 'none', object: undefined };
  try {
    return { kid, type, object: createPublicKey({ key, format: 'jwk' }) };
  } catch {
    return { kid, type, object: undefined };
  }
}

/** A key from a PEM text, which has no name. */
export function staticKey(object: KeyObject): VerifyingKey {
  const type = object.asymmetricKeyType;
  return { kid: '', type: type === 'rsa' || type === 'ec' || type === 'ed25519' ? type : 'none', object };
}

/** Go refuses RSA keys that are shorter. */
const shortestRsa = 1024;

/** Whether the key made the token's signature. */
export function verifiesSignature(jws: Jws, { type, object }: VerifyingKey): boolean {
  const { algorithm, signed, signature, criticalUnknown } = jws;
  if (object === undefined || criticalUnknown) return false;
  if (type === 'ed25519') return algorithm === 'EdDSA' && verify(null, signed, object, signature);
  const [, family = '', bits = ''] = /^(RS|PS|ES)(256|384|512)$/.exec(algorithm) ?? [];
  if (family === '') return false;
  const hash = `sha${bits}`;
  if (type === 'ec')
    return (
      family === 'ES' &&
      signature.length === 2 * Math.ceil((bits === '512' ? 521 : Number(bits)) / 8) &&
      verify(hash, signed, { key: object, dsaEncoding: 'ieee-p1363' }, signature)
    );
  if (type !== 'rsa' || family === 'ES') return false;
  if ((object.asymmetricKeyDetails?.modulusLength ?? 0) < shortestRsa) return false;
  if (family === 'RS') return verify(hash, signed, { key: object, padding: constants.RSA_PKCS1_PADDING }, signature);
  const saltLength = constants.RSA_PSS_SALTLEN_AUTO;
  return verify(hash, signed, { key: object, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature);
}
