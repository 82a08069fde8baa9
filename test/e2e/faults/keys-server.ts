import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface KeysServer {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  readonly jwksUrl: string;
  /** Answers in another way from now on; what comes back answers as before. */
  answer(how: Answer): () => void;
  stop(): void;
}

/**
 * Stands between Nomad and those who fetch its keys, as a load balancer does: its address stays when Nomad is started
 * anew, and it can come to answer with something else after Consul and Vault have accepted it.
 * @param nomad where Nomad is now
 */
export async function startKeysServer(nomad: () => string): Promise<KeysServer> {
  const passOn: Answer = async ({ url = '/' }, response) => {
    const answer = await fetch(`${nomad()}${url}`);
    response.writeHead(answer.status, { 'Content-Type': answer.headers.get('Content-Type') ?? 'text/plain' });
    response.end(await answer.text());
  };
  let current = passOn;
  const server = createServer((request, response) => {
    Promise.resolve(current(request, response)).catch(() => response.writeHead(502).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    address,
    jwksUrl: `${address}/.well-known/jwks.json`,
    answer(how) {
      const before = current;
      current = how;
      return () => {
        current = before;
      };
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
