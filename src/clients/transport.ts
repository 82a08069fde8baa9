import type { ConnectionOptions } from 'node:tls';
import { WidError } from '../support/errors.ts';
import { Secret } from '../support/secret.ts';
import type { Product } from './api.ts';
import { directRequests } from './direct.ts';
import { Fault } from './http1/fault.ts';
import { explainFailure, NetworkError } from './network-error.ts';
import type { Answer, Request, Send, Way } from './exchange.ts';
import type { TlsSettings } from './settings.ts';

export type { Answer, Request } from './exchange.ts';

export interface TransportSettings {
  /** `https://host:port/prefix` or `unix:///path`. */
  readonly address: string;
  /** Whose server it is: for hints. */
  readonly product?: Product;
  /** Added to every request at the last moment: no client library ever holds them. */
  readonly secretHeaders?: Readonly<Record<string, Secret>>;
  readonly basicAuth?: Secret | undefined;
  readonly tls?: TlsSettings | undefined;
  /** Milliseconds for a whole request. */
  readonly timeout?: number | undefined;
  /** Largest answer in bytes. */
  readonly maxBytes?: number;
  /** How many redirects are followed. Secret headers go to the same origin only. */
  readonly redirects?: number;
  /** Whether it is known that no proxy stands between. */
  readonly direct?: boolean | undefined;
}

/** Sends one request and gives the answer, whatever its status. Throws {@link NetworkError}, or `cancelled`. */
export type Transport = (request: Request) => Promise<Answer>;

const defaults = { timeout: 30_000, maxBytes: 32 * 1024 * 1024, redirects: 0 };

/**
 * The one way onto the network. Redirects are not followed unless asked for: the products answer with one only when they
 * send a client to another server, and a token must not go along. `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` count, but never
 * for loopback addresses or unix sockets, as with the products' CLIs.
 *
 * What may be sent again and goes straight to its server, by far the most, goes over connections of our own; axios makes
 * the other requests, and is loaded with the first of them.
 */
export function createTransport(settings: TransportSettings): Transport {
  const { product, tls = {}, timeout = defaults.timeout, redirects = defaults.redirects } = settings;
  const base = parseAddress(settings.address);
  const limits = { timeout, maxBytes: settings.maxBytes ?? defaults.maxBytes };
  const local = base.socketPath !== undefined || isLoopback(base.origin);
  const way: Way = { ...base, tls: tlsOptions(tls), secretHeaders: revealed(credentials(settings)), ...limits };
  const direct = redirects === 0 && (local || settings.direct === true) ? directRequests(way) : undefined;
  let general: Promise<Send> | undefined;
  const generally = async (request: Request): Promise<Answer> => {
    general ??= import('./general.ts').then(({ generalRequests }) => generalRequests({ ...way, redirects, local }));
    return (await general)(request);
  };
  const send: Send = (request) =>
    direct !== undefined && (request.method === 'GET' || request.idempotent) ? direct(request) : generally(request);

  return async (request) => {
    try {
      return await send(request);
    } catch (thrown) {
      // The thrown error may hold the request's headers, so it ends here and is nobody's cause.
      if (request.signal?.aborted === true) throw cancelled();
      const shown = `${request.method} ${settings.address}${request.path.replace(/\?.*$/s, '')}`;
      if (thrown instanceof Fault && thrown.kind === 'timeout')
        throw new NetworkError(shown, 'timeout', `no answer within ${String(timeout / 1000)} s`);
      throw explainFailure(shown, thrown, product);
    }
  };
}

/** What callers see when they, or their user, stopped the work. */
export function cancelled(): WidError {
  return new WidError('cancelled', 'cancelled');
}

function parseAddress(address: string): { origin: string; prefix: string; socketPath?: string } {
  if (address.startsWith('unix://'))
    return { origin: 'http://localhost', prefix: '', socketPath: address.slice('unix://'.length) };
  const url = new URL(address);
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
}

/** `rejectUnauthorized` is always said: left out, `NODE_TLS_REJECT_UNAUTHORIZED=0` would switch the check off. */
function tlsOptions({ ca = [], cert, key, serverName, skipVerify = false }: TlsSettings): ConnectionOptions {
  return {
    rejectUnauthorized: !skipVerify,
    ...(ca.length === 0 ? {} : { ca: [...ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key: key.reveal() }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
}

function credentials({ secretHeaders = {}, basicAuth }: TransportSettings): Readonly<Record<string, Secret>> {
  if (basicAuth === undefined) return secretHeaders;
  // A secret of its own, so that a server that repeats it is scrubbed too.
  const encoded = new Secret(Buffer.from(basicAuth.reveal()).toString('base64'));
  return { ...secretHeaders, Authorization: new Secret(`Basic ${encoded.reveal()}`) };
}

function revealed(secrets: Readonly<Record<string, Secret>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.reveal()]));
}

/** What Go's HTTP client, and so every HashiCorp CLI, never sends through a proxy. */
export function isLoopback(origin: string): boolean {
  const host = new URL(origin).hostname;
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}
