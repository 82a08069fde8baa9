import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen, type Listening } from '../../support/listen.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface KeysServer extends Listening {
  readonly jwksUrl: string;
  /** Answers in another way from now on; what comes back answers as before. */
  answer(how: Answer): () => void;
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
  const listening = await listen((request, response) => {
    Promise.resolve(current(request, response)).catch(() => response.writeHead(502).end());
  });
  return {
    ...listening,
    jwksUrl: `${listening.address}/.well-known/jwks.json`,
    answer(how) {
      const before = current;
      current = how;
      return () => {
        current = before;
      };
    },
  };
}
