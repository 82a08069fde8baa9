import { z } from 'zod';
import { sortedBy } from '../support/sorted-by.ts';
import { checkAnswer } from './answer.ts';
import type { Api, Call, Clients, Path } from './api.ts';

/** The servers, each remembering what it was asked (see {@link rememberReads}). */
export function remembering(clients: Clients): Clients {
  // Getters, so that a server that nobody asks is never connected to.
  const remembered = new Map<keyof Clients, Api>();
  const once = (name: keyof Clients): Api => {
    const api = remembered.get(name) ?? rememberReads(clients[name]);
    remembered.set(name, api);
    return api;
  };
  return {
    get consul() {
      return once('consul');
    },
    get vault() {
      return once('vault');
    },
    get nomad() {
      return once('nomad');
    },
  };
}

/**
 * An Api whose equal reads share one request, for as long as it lives: what several kinds look at is read once, and a run
 * sees one state. A write through it forgets everything, and a read that failed is not remembered.
 */
export function rememberReads(api: Api): Api {
  const memory = new Map<string, Promise<unknown>>();

  const remembered =
    (verb: 'get' | 'list') =>
    async <T>(path: Path, schema: z.ZodType<T>, call: Call = {}): Promise<T | undefined> => {
      const key = keyOf(verb, path, call);
      let reading = memory.get(key);
      if (reading === undefined) {
        reading = api[verb](path, z.unknown(), call);
        memory.set(key, reading);
        reading.catch(() => memory.delete(key));
      }
      const answer = await reading;
      // Each caller's own schema: the answer was kept unchecked because callers look at different members of it.
      return answer === undefined
        ? undefined
        : checkAnswer(`GET ${api.address}/v1/${path.map(encodeURIComponent).join('/')}`, answer, schema);
    };

  const forgetting =
    <A extends readonly unknown[], R>(write: (...call: A) => Promise<R>) =>
    async (...call: A): Promise<R> => {
      try {
        return await write(...call);
      } finally {
        memory.clear();
      }
    };

  return {
    product: api.product,
    address: api.address,
    get: remembered('get'),
    list: remembered('list'),
    put: async (path, body, schema, call) => forgetting(() => api.put(path, body, schema, call))(),
    post: async (path, body, schema, call) => forgetting(() => api.post(path, body, schema, call))(),
    delete: forgetting((path: Path, call?: Call) => api.delete(path, call)),
  };
}

function keyOf(verb: string, path: Path, { query = {}, namespace, partition }: Call): string {
  const sorted = sortedBy(Object.entries(query), ([name]) => name);
  return JSON.stringify([verb, path, sorted, namespace ?? null, partition ?? null]);
}
