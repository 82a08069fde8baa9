import { constants, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A pair of keys that lives as long as the test. */
export interface TestKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly pem: string;
  readonly jwk: Readonly<Record<string, unknown>>;
  /** Which algorithms it can sign with. */
  readonly algorithms: readonly string[];
}

export function testKey(kid: string, type: 'rsa' | 'P-256' | 'P-384' | 'P-521' | 'ed25519'): TestKey {
  const { privateKey, publicKey } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : type === 'ed25519'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('ec', { namedCurve: type });
  const algorithms =
    type === 'rsa'
      ? ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
      : type === 'ed25519'
        ? ['EdDSA']
        : [{ 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' }[type]];
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig' };
  return { kid, privateKey, publicKey, pem, jwk, algorithms };
}

/** A signed JWT. Header and payload are objects, or texts that need not be JSON. */
export function signJwt(header: unknown, payload: unknown, key: TestKey, algorithm: string): string {
  const part = (value: unknown): string =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${signature(Buffer.from(input), key, algorithm).toString('base64url')}`;
}

function signature(input: Buffer, { privateKey: key }: TestKey, algorithm: string): Buffer {
  if (algorithm === 'none') return Buffer.alloc(0);
  if (algorithm === 'EdDSA') return sign(null, input, key);
  const hash = `sha${algorithm.slice(2)}`;
  switch (algorithm.slice(0, 2)) {
    case 'HS':
      return createHmac(hash, 'shared').update(input).digest();
    case 'ES':
      return sign(hash, input, { key, dsaEncoding: 'ieee-p1363' });
    case 'PS':
      return sign(hash, input, {
        key,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      });
    default:
      return sign(hash, input, key);
  }
}
