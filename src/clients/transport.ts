import http from 'node:http';
import https from 'node:https';
import axios, { type AxiosRequestConfig } from 'axios';
import { WidError } from '../support/errors.ts';
import { scrub, Secret } from '../support/secret.ts';
import type { Product } from './api.ts';
import { askDirectly, TooSlow, type DirectTarget } from './direct.ts';
import { explainFailure, NetworkError } from './network-error.ts';
import type { TlsSettings } from './settings.ts';

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

export interface Request {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Encoded, from `/` on, with the query if any. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether sending it twice does what sending it once does. */
  readonly idempotent: boolean;
}

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends one request and gives the answer, whatever its status. Throws {@link NetworkError}, or `cancelled`. */
export type Transport = (request: Request) => Promise<Answer>;

/** The headers that carry credentials in these products. */
const sensitive = [
  'X-Vault-Token',
  'X-Consul-Token',
  'X-Nomad-Token',
  'Authorization',
  'Proxy-Authorization',
  'Cookie',
];

const defaults = { timeout: 30_000, maxBytes: 32 * 1024 * 1024, redirects: 0 };

/**
 * The one way onto the network. Redirects are not followed unless asked for: the products answer with one only when they
 * send a client to another server, and a token must not go along. `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` count, but never
 * for loopback addresses or unix sockets, as with the products' CLIs.
 */
export function createTransport(settings: TransportSettings): Transport {
  const { product, tls = {}, timeout = defaults.timeout, redirects = defaults.redirects } = settings;
  const base = parseAddress(settings.address);
  const secrets = credentials(settings);
  const keepAlive = { keepAlive: true, maxSockets: 32 };
  const agents = {
    httpAgent: new http.Agent(keepAlive),
    httpsAgent: new https.Agent({ ...keepAlive, ...tlsOptions(tls) }),
  };
  const local = base.socketPath !== undefined || isLoopback(base.origin);
  const target = redirects === 0 && (local || settings.direct === true) ? directTarget(base, agents) : undefined;
  const maxBytes = settings.maxBytes ?? defaults.maxBytes;
  const client = axios.create({
    ...(base.socketPath === undefined ? {} : { socketPath: base.socketPath }),
    ...(local ? { proxy: false } : {}),
    ...agents,
    maxRedirects: redirects,
    maxContentLength: maxBytes,
    maxBodyLength: maxBytes,
    sensitiveHeaders: sensitive,
    redact: sensitive.flatMap((name) => [name, name.toLowerCase()]),
    responseType: 'text',
    transformRequest: [(body: unknown) => body],
    validateStatus: () => true,
  });

  return async ({ method, path, headers = {}, body, signal }) => {
    const shown = `${method} ${settings.address}${path.replace(/\?.*$/s, '')}`;
    const all = {
      'User-Agent': 'nomad-workload-identity',
      Accept: 'application/json',
      ...headers,
      ...revealed(secrets),
    };
    if (target !== undefined && method === 'GET' && body === undefined) {
      try {
        const asked = { method, path: base.prefix + path, headers: all, signal, timeout, maxBytes };
        const answer = await askDirectly(target, asked);
        return { ...answer, headers: plainHeaders(answer.headers) };
      } catch (thrown) {
        if (signal?.aborted === true) throw cancelled();
        if (thrown instanceof TooSlow) throw tooSlow(shown, timeout);
        throw explainFailure(shown, thrown, product);
      }
    }
    const limit = AbortSignal.timeout(timeout);
    const config: AxiosRequestConfig<string | Buffer> = {
      method,
      url: base.origin + base.prefix + path,
      headers: all,
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      ...(body === undefined ? {} : { data: body }),
    };
    try {
      const answer = await client.request<string>(config);
      return { status: answer.status, headers: plainHeaders(answer.headers), body: answer.data };
    } catch (thrown) {
      // The thrown error holds the request's headers, so it ends here and is nobody's cause.
      if (signal?.aborted === true) throw cancelled();
      if (limit.aborted) throw tooSlow(shown, timeout);
      throw explainFailure(shown, thrown, product);
    }
  };
}

function tooSlow(shown: string, timeout: number): NetworkError {
  return new NetworkError(shown, 'timeout', `no answer within ${String(timeout / 1000)} s`);
}

interface Agents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

function directTarget(base: ReturnType<typeof parseAddress>, { httpAgent, httpsAgent }: Agents): DirectTarget {
  const { protocol, hostname, port } = new URL(base.origin);
  const secure = protocol === 'https:';
  return {
    secure,
    agent: secure ? httpsAgent : httpAgent,
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (secure ? '443' : '80') : port,
    ...(base.socketPath === undefined ? {} : { socketPath: base.socketPath }),
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
function tlsOptions({ ca = [], cert, key, serverName, skipVerify = false }: TlsSettings): https.AgentOptions {
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

function plainHeaders(headers: object): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) plain[name.toLowerCase()] = String(value);
  // Once for all of them: secrets in headers are rare, and answers many.
  const joined = Object.values(plain).join('\n');
  if (scrub(joined) === joined) return plain;
  return Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, scrub(value)]));
}

/** What Go's HTTP client, and so every HashiCorp CLI, never sends through a proxy. */
export function isLoopback(origin: string): boolean {
  const host = new URL(origin).hostname;
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}
