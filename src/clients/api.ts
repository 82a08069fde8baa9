import type { z } from 'zod';
import { WidError } from '../support/errors.ts';

export type Product = 'consul' | 'vault' | 'nomad';

/** Path segments behind `/v1/`. The client percent-encodes each, so a name with `/` in it is one element. */
export type Path = readonly string[];

export interface Call {
  readonly query?: Readonly<Record<string, string>>;
  /** Consul and Vault Enterprise, OpenBao, Nomad. */
  readonly namespace?: string | undefined;
  /** Consul Enterprise. */
  readonly partition?: string | undefined;
  /** Whether a write may be sent again after a broken connection. Reads always may; a Consul "create" may not. */
  readonly idempotent?: boolean;
  /** Whether a read is one of many small ones, which may wait for each other on one connection. */
  readonly patient?: boolean;
}

/**
 * The one shape in which the rest of `wid` sees a server. Every answer is checked by a zod schema; unknown members pass.
 * Each method throws {@link ApiError} when the server answers with an error, and a `WidError` with code `network` when
 * there is no answer or `answer` when the answer does not fit its schema. No error carries a token.
 */
export interface Api {
  readonly product: Product;
  /** For messages, without credentials. */
  readonly address: string;
  /** `undefined` for 404. */
  get<T>(path: Path, answer: z.ZodType<T>, call?: Call): Promise<T | undefined>;
  /** Vault's LIST, sent as `GET ?list=true`, which passes every proxy. Other products answer it as a plain GET. */
  list<T>(path: Path, answer: z.ZodType<T>, call?: Call): Promise<T | undefined>;
  put<T>(path: Path, body: unknown, answer: z.ZodType<T>, call?: Call): Promise<T>;
  post<T>(path: Path, body: unknown, answer: z.ZodType<T>, call?: Call): Promise<T>;
  /** 404 counts as done. */
  delete(path: Path, call?: Call): Promise<void>;
}

export interface Clients {
  readonly consul: Api;
  readonly vault: Api;
  readonly nomad: Api;
}

/** The server answered, and the answer is an error. `serverText` is its own text, unchanged but for secrets. */
export class ApiError extends WidError {
  readonly product: Product;
  readonly status: number;
  readonly serverText: string;

  constructor(product: Product, request: string, status: number, serverText: string, hint?: string) {
    super('api', `${request}: ${String(status)} ${serverText}`.trim(), hint === undefined ? {} : { hint });
    this.name = 'ApiError';
    this.product = product;
    this.status = status;
    this.serverText = serverText;
  }
}
