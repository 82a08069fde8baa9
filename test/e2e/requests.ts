import { ask } from '../servers/index.ts';
import type { Server } from '../servers/index.ts';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export interface Requests {
  readonly get: (path: string) => Promise<Json>;
  readonly put: (path: string, body: unknown) => Promise<Json>;
  readonly post: (path: string, body: unknown) => Promise<Json>;
  readonly delete: (path: string) => Promise<Json>;
  /** `undefined` when the server says that there is no such thing. */
  readonly find: (path: string) => Promise<Json | undefined>;
}

const tokenHeader = { consul: 'X-Consul-Token', vault: 'X-Vault-Token', nomad: 'X-Nomad-Token' } as const;

/** Requests to a server's API with its management token, by no code of wid's: tests compare what wid says with these. */
export function requests(product: 'consul' | 'vault' | 'nomad', { address, token }: Server): Requests {
  const headers: Record<string, string> = token === '' ? {} : { [tokenHeader[product]]: token };
  const send = async (method: string, path: string, body?: unknown): Promise<Json> =>
    (await ask(`${address}/v1/${path}`, headers, method, body)) as Json;
  return {
    get: (path) => send('GET', path),
    put: (path, body) => send('PUT', path, body),
    post: (path, body) => send('POST', path, body),
    delete: (path) => send('DELETE', path),
    find: (path) =>
      send('GET', path).catch((error: unknown) => {
        if (error instanceof Error && /: 404 /.test(error.message)) return undefined;
        throw error;
      }),
  };
}
