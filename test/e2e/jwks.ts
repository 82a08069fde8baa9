import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair } from 'jose';

export interface Issuer {
  /** `http://127.0.0.1:PORT`; a discovery document is below it. */
  readonly issuer: string;
  readonly jwksUrl: string;
  /** The public keys, in PEM. */
  readonly publicKeys: readonly [string, string];
  stop(): void;
}

/**
 * Serves the public halves of two new keys at every path: enough for Consul and Vault to accept a method or a mount,
 * where no workload logs in.
 */
export async function startIssuer(): Promise<Issuer> {
  const pair = async (): Promise<CryptoKey> => (await generateKeyPair('RS256', { extractable: true })).publicKey;
  const [one, two] = await Promise.all([pair(), pair()]);
  const keys = [{ ...(await exportJWK(one)), kid: 'one', use: 'sig', alg: 'RS256' }];
  const server = createServer((request, answer) => {
    const issuer = `http://${request.headers.host ?? ''}`;
    const discovery = request.url?.endsWith('/.well-known/openid-configuration') === true;
    const body = discovery
      ? { issuer, jwks_uri: `${issuer}/jwks`, id_token_signing_alg_values_supported: ['RS256'] }
      : { keys };
    answer.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${String(port)}`;
  return {
    issuer,
    jwksUrl: `${issuer}/jwks`,
    publicKeys: [await exportSPKI(one), await exportSPKI(two)],
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
