import { request as send } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from '../servers/index.ts';
import { listen, type Listening } from '../support/listen.ts';

export interface Seen {
  readonly product: string;
  readonly method: string;
  readonly path: string;
}

/**
 * What becomes of a request. `cut`: it never reaches the server; `lose`: the server does it, and the answer is lost.
 * After either, nothing passes any more.
 */
export type Fate = 'pass' | 'cut' | 'lose';

export interface Proxies {
  /** All requests in the order of their arrival; those after a cut are not counted. */
  readonly seen: readonly Seen[];
  /** Instead of the servers' own addresses: `CONSUL_HTTP_ADDR`, `VAULT_ADDR`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether `fate` ever answered something else than `pass`. */
  isCut(): boolean;
  /** Resolves when the servers have answered everything that reached them. */
  close(): Promise<void>;
}

/** Loopback proxies in front of a Consul and a Vault which count requests and can break off as if the network was gone. */
export async function startProxies(
  servers: { readonly consul: Server; readonly vault: Server },
  fate: (request: Seen, number: number) => Fate = () => 'pass',
): Promise<Proxies> {
  const seen: Seen[] = [];
  const underWay = new Set<Promise<void>>();
  let cut = false;

  const before = (product: 'consul' | 'vault'): Promise<Listening> => {
    const target = new URL(servers[product].address);
    return listen((request, answer) => {
      if (cut) return void request.socket.destroy();
      const one = { product, method: request.method ?? '', path: request.url ?? '' };
      const what = fate(one, seen.push(one));
      if (what !== 'pass') cutAll(request);
      if (what === 'cut') return;
      const forwarded = forward(target, request, answer);
      underWay.add(forwarded);
      void forwarded.finally(() => underWay.delete(forwarded));
    });
  };
  const consul = await before('consul');
  const vault = await before('vault');
  const closeBoth = (): void => {
    void consul.stop();
    void vault.stop();
  };

  /** A request that is to be lost is read to its end first: it reached the server whole. */
  function cutAll(request: IncomingMessage): void {
    cut = true;
    if (request.complete) closeBoth();
    else request.once('end', () => setImmediate(closeBoth)).resume();
  }

  return {
    seen,
    environment: {
      ...servers.consul.environment,
      ...servers.vault.environment,
      CONSUL_HTTP_ADDR: consul.address,
      VAULT_ADDR: vault.address,
    },
    isCut: () => cut,
    close: async () => {
      closeBoth();
      await Promise.all(underWay);
    },
  };
}

/** Sends a request on and its answer back; resolves when the server has answered, whether or not anybody still listens. */
async function forward(target: URL, request: IncomingMessage, answer: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  await new Promise<void>((resolve) => {
    const { host: _, ...headers } = request.headers;
    const upstream = send(
      { host: target.hostname, port: target.port, method: request.method, path: request.url, headers },
      (response) => {
        answer.on('error', () => undefined).writeHead(response.statusCode ?? 502, response.headers);
        response.on('data', (chunk: Buffer) => answer.write(chunk));
        response.on('end', () => {
          answer.end();
          resolve();
        });
        response.on('error', () => resolve());
      },
    );
    upstream.on('error', () => {
      answer.destroy();
      resolve();
    });
    upstream.end(Buffer.concat(chunks));
  });
}
