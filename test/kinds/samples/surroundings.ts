import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { issuerOf, listen, type Listening } from '../../support/listen.ts';
import type { Surroundings } from './sample.ts';

function newKey(): { pem: string; jwk: object } {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    jwk: publicKey.export({ format: 'jwk' }),
  };
}

/** What samples need where nothing is fetched. */
export function surroundingsAt(issuer: string): Surroundings {
  const ca = readFileSync(new URL('../ca.pem', import.meta.url), 'utf8');
  return { issuer, ca, publicKeys: [newKey().pem, newKey().pem] };
}

/** An issuer on loopback: a JWKS at every path, and a discovery document. */
export async function startIssuer(): Promise<Listening> {
  return listen(issuerOf([{ ...newKey().jwk, kid: 'one', use: 'sig', alg: 'ES256' }], ['ES256']));
}
