import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
export async function startIssuer(): Promise<{ address: string; stop: () => Promise<void> }> {
  const { jwk } = newKey();
  const keys = { keys: [{ ...jwk, kid: 'one', use: 'sig', alg: 'ES256' }] };
  const server = createServer((request, answer) => {
    const issuer = `http://${request.headers.host ?? ''}`;
    const discovery = { issuer, jwks_uri: `${issuer}/jwks`, id_token_signing_alg_values_supported: ['ES256'] };
    const asksDiscovery = request.url === '/.well-known/openid-configuration';
    answer.setHeader('Content-Type', 'application/json').end(JSON.stringify(asksDiscovery ? discovery : keys));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${String(port)}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
