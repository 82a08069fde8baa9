import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  /** Breaks off what is still connected. */
  stop(): Promise<void>;
}

/** Serves HTTP on a free loopback port. */
export async function listen(listener: RequestListener): Promise<Listening> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${String(port)}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What an issuer serves: its discovery document where that is asked for, and its keys at every other path. */
export function issuerOf(keys: readonly unknown[], algorithms?: readonly string[]): RequestListener {
  return (request, answer) => {
    const issuer = `http://${request.headers.host ?? ''}`;
    const discovery = request.url?.endsWith('/.well-known/openid-configuration') === true;
    const body = discovery
      ? { issuer, jwks_uri: `${issuer}/jwks`, id_token_signing_alg_values_supported: algorithms }
      : { keys };
    answer.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
  };
}
