import type { Api, Call, Path, Product } from '../../../src/clients/api.ts';

export interface Request {
  readonly method: 'GET' | 'LIST' | 'PUT' | 'POST' | 'DELETE';
  /** As `/v1/...`, with the scope in front: `team: acl/roles`. */
  readonly path: string;
  readonly body?: unknown;
}

/** An API that answers from a table and keeps what it was asked. What the table does not hold is not there. */
export function fakeApi(
  product: Product,
  answers: Readonly<Record<string, unknown>>,
): { api: Api; requests: Request[] } {
  const requests: Request[] = [];
  const ask = <T>(method: Request['method'], path: Path, call: Call = {}, body?: unknown): Promise<T | undefined> => {
    const scope = [call.partition, call.namespace].filter((name) => name !== undefined).join(':');
    const request = { method, path: (scope === '' ? '' : `${scope}: `) + path.join('/') };
    requests.push(body === undefined ? request : { ...request, body });
    return Promise.resolve(answers[`${method} ${request.path}`] as T | undefined);
  };
  const checked = async <T>(schema: { parse: (value: unknown) => T }, answer: Promise<unknown>): Promise<T> =>
    schema.parse(await answer);
  const api: Api = {
    product,
    address: 'http://127.0.0.1:1',
    get: async (path, schema, call) => {
      const answer = await ask('GET', path, call);
      return answer === undefined ? undefined : schema.parse(answer);
    },
    list: async (path, schema, call) => {
      const answer = await ask('LIST', path, call);
      return answer === undefined ? undefined : schema.parse(answer);
    },
    put: (path, body, schema, call) => checked(schema, ask('PUT', path, call, body)),
    post: (path, body, schema, call) => checked(schema, ask('POST', path, call, body)),
    delete: async (path, call) => {
      await ask('DELETE', path, call);
    },
  };
  return { api, requests };
}
