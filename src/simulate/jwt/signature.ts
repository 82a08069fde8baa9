import { constants, verify } from 'node:crypto';
import type { Jws } from './jws.ts';
import type { VerifyingKey } from './verifying-key.ts';

/** Whether a key made a signature; callers that try many put in one that remembers what it has checked. */
export type Verifies = (jws: Jws, key: VerifyingKey) => boolean;

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
