import { exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { issuerOf, listen } from '../support/listen.ts';

export interface Issuer {
  /** `http://127.0.0.1:PORT`; a discovery document is below it. */
  readonly issuer: string;
  readonly jwksUrl: string;
  /** The public keys, in PEM. */
  readonly publicKeys: readonly [string, string];
  stop(): Promise<void>;
}

/**
 * Serves the public halves of two new keys at every path: enough for Consul and Vault to accept a method or a mount,
 * where no workload logs in.
 */
export async function startIssuer(): Promise<Issuer> {
  const pair = async (): Promise<CryptoKey> => (await generateKeyPair('RS256', { extractable: true })).publicKey;
  const [one, two] = await Promise.all([pair(), pair()]);
  const keys = [{ ...(await exportJWK(one)), kid: 'one', use: 'sig', alg: 'RS256' }];
  const { address, stop } = await listen(issuerOf(keys, ['RS256']));
  return {
    issuer: address,
    jwksUrl: `${address}/jwks`,
    publicKeys: [await exportSPKI(one), await exportSPKI(two)],
    stop,
  };
}
