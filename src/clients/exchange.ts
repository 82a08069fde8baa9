import type { ConnectionOptions } from 'node:tls';

export interface Request {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Encoded, from `/` on, with the query if any. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether sending it twice does what sending it once does. */
  readonly idempotent: boolean;
  /** Whether it is a read that may wait for others like it, of which there are many. */
  readonly patient?: boolean | undefined;
}

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One of the two ways in which a request is made. Throws whatever is at hand; nothing of it may be shown. */
export type Send = (request: Request) => Promise<Answer>;

/** To whom, and how, requests of one transport are made. */
export interface Way {
  readonly origin: string;
  /** Of every path. */
  readonly prefix: string;
  readonly socketPath?: string;
  readonly tls: ConnectionOptions;
  /** Of every request; nothing that it says of its own replaces them. */
  readonly secretHeaders: Readonly<Record<string, string>>;
  readonly timeout: number;
  readonly maxBytes: number;
}

/** Of every request that does not say otherwise. */
export const commonHeaders = { 'User-Agent': 'nomad-workload-identity', Accept: 'application/json' };
