import { generateKeyPair, exportSPKI, importJWK, type JWK } from 'jose';
import type { Bench } from './fault.ts';

/** Nomad's own keys as PEM, for those that check RS256. */
export async function ownKeys({ cluster }: Bench): Promise<readonly string[]> {
  const { keys } = (await (await fetch(cluster.jwksUrl)).json()) as { keys: JWK[] };
  const pems = keys
    .filter(({ alg }) => alg === 'RS256')
    .map(async (one) => exportSPKI((await importJWK(one, 'RS256', { extractable: true })) as CryptoKey));
  return Promise.all(pems);
}
export const strangersKey = async (): Promise<string> =>
  exportSPKI((await generateKeyPair('RS256', { extractable: true })).publicKey);
