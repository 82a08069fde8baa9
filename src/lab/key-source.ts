import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Jwks } from '../model/jwks.ts';
import { prepareJwks, unreadableJwks } from '../simulate/jwt/jwks.ts';
import type { KeyFetch, KeySource } from '../validation/refusal.ts';

interface Fetched {
  readonly status: string;
  readonly ok: boolean;
  readonly type: string;
  readonly body: string;
}

/** An address that did not answer with keys, in the words of the Go libraries that Consul and Vault use for it. */
class KeySourceError extends Error {}

/**
 * Runs a check that may want to know what came of fetching from key sources, and fetches what it asks for: first it is
 * told that all is well, then it is run again with what was found.
 */
export async function checkFetching<T>(check: (fetched: KeyFetch) => T): Promise<T> {
  const found = new Map<string, string | undefined>();
  const keyOf = (source: KeySource): string => `${source.via} ${source.url}\n${source.ca}`;
  for (;;) {
    const asked = new Map<string, KeySource>();
    const verdict = check((source) => {
      if (!found.has(keyOf(source))) asked.set(keyOf(source), source);
      return found.get(keyOf(source));
    });
    if (asked.size === 0) return verdict;
    for (const [key, source] of asked) found.set(key, await fetchFault(source));
  }
}

async function fetchFault({ via, url, ca }: KeySource): Promise<string | undefined> {
  try {
    await (via === 'jwks' ? readJwks(url, ca) : checkDiscovery(url, ca));
    return undefined;
  } catch (error) {
    if (error instanceof KeySourceError) return error.message;
    throw error;
  }
}

/** What a key source serves: its keys, and the algorithms that a discovery document names. */
export interface ServedKeys {
  readonly jwks: Jwks;
  readonly algorithms: readonly string[];
}

/** Fetches keys as a server does at a login: what it got, or the error in go-oidc's words. */
export async function fetchKeys({ via, url, ca }: KeySource): Promise<ServedKeys | { readonly fault: string }> {
  try {
    if (via === 'jwks') return { jwks: await readJwks(url, ca), algorithms: [] };
    const { jwks_uri: address, id_token_signing_alg_values_supported: algorithms } = await checkDiscovery(url, ca);
    return {
      jwks: await readJwks(typeof address === 'string' ? address : '', ca),
      algorithms: Array.isArray(algorithms) ? algorithms.map(String) : [],
    };
  } catch (error) {
    if (error instanceof KeySourceError) return { fault: error.message };
    throw error;
  }
}

/** Fetches a JWKS the way Consul and Vault do. Throws {@link KeySourceError} with go-oidc's text. */
async function readJwks(url: string, ca: string): Promise<Jwks> {
  let fetched: Fetched;
  try {
    fetched = await get(url, ca);
  } catch (error) {
    throw new KeySourceError(`fetching keys oidc: get keys failed ${goError(url, error)}`, { cause: error });
  }
  if (!fetched.ok) throw new KeySourceError(`fetching keys oidc: get keys failed: ${fetched.status} ${fetched.body}`);
  let jwks: Jwks;
  try {
    jwks = JSON.parse(fetched.body) as Jwks;
  } catch {
    throw new KeySourceError(`fetching keys oidc: failed to decode keys: ${notJson(fetched)} ${fetched.body}`);
  }
  const prepared = prepareJwks(jwks, '4.1.1');
  if (!prepared.ok) throw new KeySourceError(unreadableJwks(jwks, prepared.error, fetched.body));
  return jwks;
}

/** Fetches a discovery document, whose issuer must be the address itself. Throws {@link KeySourceError}. */
async function checkDiscovery(issuer: string, ca: string): Promise<Readonly<Record<string, unknown>>> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  let fetched: Fetched;
  try {
    fetched = await get(url, ca);
  } catch (error) {
    throw new KeySourceError(goError(url, error), { cause: error });
  }
  if (!fetched.ok) throw new KeySourceError(`${fetched.status}: ${fetched.body}`);
  let document: Readonly<Record<string, unknown>>;
  try {
    document = JSON.parse(fetched.body) as typeof document;
  } catch {
    throw new KeySourceError(`oidc: failed to decode provider discovery object: ${notJson(fetched)}`);
  }
  const found = typeof document['issuer'] === 'string' ? document['issuer'] : '';
  if (found !== issuer)
    throw new KeySourceError(
      `oidc: issuer did not match the issuer returned by provider, expected "${issuer}" got "${found}"`,
    );
  return document;
}

function get(url: string, ca: string): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const target = new URL(url);
    const request = target.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent = request(target, { ...(ca === '' ? {} : { ca }), timeout: 10_000, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const code = response.statusCode ?? 0;
        const status = `${String(code)} ${response.statusMessage ?? ''}`.trim();
        resolve({
          status,
          ok: code === 200,
          type: response.headers['content-type'] ?? '',
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('context deadline exceeded')));
    sent.on('error', reject);
    sent.end();
  });
}

function notJson({ type, body }: Fetched): string {
  const first = body.trimStart()[0];
  const problem =
    first === undefined
      ? 'unexpected end of JSON input'
      : `invalid character '${first}' looking for beginning of value`;
  return type.startsWith('application/json')
    ? problem
    : `expected Content-Type = application/json, got "${type}": ${problem}`;
}

/** The errors that people meet, as Go words them; others keep Node's text. */
function goError(url: string, error: unknown): string {
  const { code, message, address, port, hostname } = error as {
    code?: string;
    message?: string;
    address?: string;
    port?: number;
    hostname?: string;
  };
  if (code === 'ERR_INVALID_URL') return `can't create request: parse "${url}": invalid URI for request`;
  if (code === 'ECONNREFUSED')
    return `Get "${url}": dial tcp ${address ?? ''}:${String(port ?? '')}: connect: connection refused`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `Get "${url}": dial tcp: lookup ${hostname ?? ''}: no such host`;
  return `Get "${url}": ${message ?? String(error)}`;
}
