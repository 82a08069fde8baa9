import type { z } from 'zod';
import { ApiError, type Api, type Call, type Path, type Product } from './api.ts';
import { checkAnswer, errorText, parseJson } from './answer.ts';
import { NetworkError } from './network-error.ts';
import type { Answer, Request } from './transport.ts';
import { variables } from './variable-names.ts';

export type Method = Request['method'];

/** What an answer is an answer to. */
export interface Asked {
  readonly method: Method;
  readonly path: Path;
  readonly call: Call;
}

/** What tells one product's API from another's: how a request is sent and how an answer is understood. */
export interface Dialect {
  readonly product: Product;
  readonly address: string;
  send(method: Method, path: Path, call: Call, body?: unknown): Promise<Answer>;
  /** The server's own words in an answer that says no, where they are not simply the body. */
  serverText?(answer: Answer): string;
  /** What the reader can do about it. */
  hint(answer: Answer, asked: Asked): string | undefined;
  /** Sees every good answer before its schema does. */
  heard?(request: string, body: unknown): void;
}

/** One call: sends, refuses what is no answer, and gives the parsed body with the whole answer. */
export type Ask = (
  method: Method,
  path: Path,
  call: Call,
  body?: unknown,
) => Promise<{ readonly request: string; readonly found: boolean; readonly body: unknown; readonly answer: Answer }>;

/** The common behaviour of all clients: statuses, redirects, JSON, schemas. */
export function asking(dialect: Dialect): Ask {
  return async (method, path, call, sent) => {
    const answer = await dialect.send(method, path, call, sent);
    const request = `${method} ${dialect.address}/v1/${path.map(encodeURIComponent).join('/')}`;
    refuseRedirect(dialect.product, request, answer);
    const absent = answer.status === 404 && (method === 'GET' || method === 'DELETE');
    if (absent) return { request, found: false, body: undefined, answer };
    if (answer.status < 200 || answer.status > 299) {
      const text = dialect.serverText?.(answer) ?? errorText(answer);
      throw new ApiError(dialect.product, request, answer.status, text, dialect.hint(answer, { method, path, call }));
    }
    const body = method === 'DELETE' ? undefined : parseJson(request, answer);
    dialect.heard?.(request, body);
    return { request, found: true, body, answer };
  };
}

export function apiOver(dialect: Dialect, ask: Ask = asking(dialect)): Api {
  const read = async <T>(path: Path, schema: z.ZodType<T>, call: Call = {}): Promise<T | undefined> => {
    const { request, found, body } = await ask('GET', path, call);
    return found ? checkAnswer(request, body, schema) : undefined;
  };
  const write =
    (method: 'PUT' | 'POST') =>
    async <T>(path: Path, sent: unknown, schema: z.ZodType<T>, call: Call = {}): Promise<T> => {
      const { request, body } = await ask(method, path, call, sent);
      return checkAnswer(request, body, schema);
    };
  return {
    product: dialect.product,
    address: dialect.address,
    get: read,
    list: read,
    put: write('PUT'),
    post: write('POST'),
    async delete(path, call = {}) {
      await ask('DELETE', path, call);
    },
  };
}

/** Whether a request may be sent twice. Deleting may: what is gone already counts as deleted. */
export function isIdempotent(method: Method, call: Call): boolean {
  return method === 'GET' || method === 'DELETE' || call.idempotent === true;
}

/** An answer that sends us to another server, where our token must not go unasked. */
function refuseRedirect(product: Product, request: string, answer: Answer): void {
  if (answer.status < 300 || answer.status > 399) return;
  const location = answer.headers['location'];
  const to = location !== undefined && URL.canParse(location) ? ` to ${new URL(location).origin}` : '';
  throw new NetworkError(
    request,
    'redirect',
    `the server sends us on${to}, and a token is not taken along to where it was not meant for`,
    `set ${variables[product].address} to the address of the server that answers itself`,
  );
}
