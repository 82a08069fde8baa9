import { z } from 'zod';
import { WidError } from '../support/errors.ts';
import { scrub, Secret } from '../support/secret.ts';
import { checkAnswer, errorText, parseJson } from './answer.ts';
import { retrying, type RetryingOptions } from './retrying.ts';
import type { TlsSettings } from './settings.ts';
import { createTransport, type Answer } from './transport.ts';

/** Where an issuer publishes its keys. */
export interface IssuerSource {
  readonly via: 'jwks' | 'discovery';
  readonly url: string;
  /** PEM; empty for the system's own authorities. */
  readonly ca: string;
}

export interface IssuerOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for one try of one document. */
  readonly timeout?: number;
  readonly retries?: RetryingOptions;
  /** Instead of the source's CA alone: to ask Nomad as its own clients are told to. */
  readonly tls?: TlsSettings | undefined;
  /** How often it may be sent on to another address; twice when left out. */
  readonly redirects?: number;
  /** Told each answer before it is judged. */
  readonly onAnswer?: (answer: Answer) => void;
}

const jwk = z.looseObject({
  kty: z.string(),
  kid: z.string().optional(),
  alg: z.string().optional(),
  use: z.string().optional(),
});
const jwks = z.looseObject({ keys: z.array(jwk) });
const discovery = z.looseObject({ issuer: z.string(), jwks_uri: z.string() });

export type Jwk = z.infer<typeof jwk>;

export interface IssuerKeys {
  /** From the discovery document. */
  readonly issuer: string | undefined;
  /** Where the keys came from, without credentials. */
  readonly jwksUrl: string;
  readonly keys: readonly Jwk[];
}

/** Documents of keys are small; a larger one is something else. */
const maxBytes = 1024 * 1024;

/**
 * Fetches and checks the keys of an issuer, as Consul and Vault would when a method is written.
 * Throws `network` when an address gives no answer and `issuer` when what it answers cannot be used; both name the address.
 */
export async function fetchKeys(source: IssuerSource, options: IssuerOptions = {}): Promise<IssuerKeys> {
  if (source.via === 'jwks') return { issuer: undefined, ...(await fetchJwks(source.url, source.ca, options)) };
  const base = source.url.replace(/\/+$/, '');
  const { shown, document } = await fetchDocument(
    `${base}/.well-known/openid-configuration`,
    source.ca,
    discovery,
    options,
  );
  // Byte for byte, as the servers compare it; a slash too many is the usual fault.
  if (document.issuer !== source.url) {
    throw unusable(
      shown,
      `the document names the issuer ${JSON.stringify(scrub(document.issuer))}, not ${JSON.stringify(withoutCredentials(source.url))}`,
      'the discovery URL must be exactly the issuer, down to the last slash',
    );
  }
  return { issuer: document.issuer, ...(await fetchJwks(document.jwks_uri, source.ca, options)) };
}

async function fetchJwks(url: string, ca: string, options: IssuerOptions): Promise<Omit<IssuerKeys, 'issuer'>> {
  const { shown, document } = await fetchDocument(url, ca, jwks, options);
  if (document.keys.length === 0)
    throw unusable(shown, 'the document holds no keys, so no JWT could be checked with it');
  const exposed = document.keys.find((key) => privateMembers.some((member) => member in key));
  if (exposed !== undefined) {
    const name = exposed.kid === undefined ? 'a key' : `the key ${JSON.stringify(scrub(exposed.kid))}`;
    throw unusable(
      shown,
      `${name} is published with its private part`,
      'take it out of use now: whoever read it can sign JWTs',
    );
  }
  return { jwksUrl: shown, keys: document.keys };
}

/** RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1. */
const privateMembers: readonly string[] = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

async function fetchDocument<T>(
  address: string,
  ca: string,
  schema: z.ZodType<T>,
  options: IssuerOptions,
): Promise<{ shown: string; document: T }> {
  const url = parseUrl(address);
  const shown = withoutCredentials(address);
  const request = `GET ${shown}`;
  const basicAuth =
    url.username === '' && url.password === ''
      ? undefined
      : new Secret(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`);
  const transport = createTransport({
    address: url.origin,
    basicAuth,
    tls: options.tls ?? (ca === '' ? {} : { ca: [ca] }),
    timeout: options.timeout ?? 15_000,
    maxBytes,
    redirects: options.redirects ?? 2,
  });
  const answer = await retrying(
    transport,
    options.retries,
  )({
    method: 'GET',
    path: url.pathname + url.search,
    signal: options.signal,
    idempotent: true,
  });
  options.onAnswer?.(answer);
  if (answer.status !== 200)
    throw unusable(shown, `answered ${String(answer.status)} ${errorText(answer).slice(0, 200)}`.trim());
  try {
    return { shown, document: checkAnswer(request, parseJson(request, answer), schema) };
  } catch (error) {
    if (!(error instanceof WidError)) throw error;
    throw unusable(
      shown,
      error.message.slice(`${request}: `.length),
      `check that ${shown} is the address of the issuer's own document`,
    );
  }
}

function unusable(address: string, why: string, hint?: string): WidError {
  return new WidError('issuer', `${address}: ${why}`, hint === undefined ? {} : { hint });
}

function parseUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new WidError('issuer', `${JSON.stringify(withoutCredentials(address))} is no http or https address`);
}

/** Fit for messages: neither user and password nor a query, which may hold a key. */
export function withoutCredentials(address: string): string {
  return address.replace(/\/\/[^/?#]*@/, '//').replace(/[?#].*$/s, '');
}
