import { z } from 'zod';
import { scrub } from '../support/secret.ts';
import type { Api, Path } from './api.ts';
import { errorText } from './answer.ts';
import { apiOver, isIdempotent, type Asked, type Dialect, type Method } from './calls.ts';
import { openChannel, type ClientOptions } from './channel.ts';
import { encodePath, encodeQuery } from './path.ts';
import type { ServerSettings } from './settings.ts';
import type { Answer, Transport } from './transport.ts';

/**
 * Vault's HTTP API. An answer is the whole body, with `data`, `auth` and so on inside; the warnings in it go to the log.
 * node-vault makes the requests that change something; all go over our transport.
 */
export function createVaultApi(settings: ServerSettings, options: ClientOptions = {}): Api {
  const client = clientOver(openChannel('vault', settings, 'X-Vault-Token', options));
  const dialect: Dialect = {
    product: 'vault',
    address: settings.address,
    async send(method, path, call, body) {
      const namespace = call.namespace ?? settings.namespace ?? '';
      const answer = await client.request({
        method,
        path: encodePath(path).slice('/v1'.length) + encodeQuery(call.query ?? {}),
        // Vault Agent and Proxy can be told to refuse requests without the first header, which no web page can send.
        headers: { 'X-Vault-Request': 'true', ...(namespace === '' ? {} : { 'X-Vault-Namespace': namespace }) },
        ...(body === undefined ? {} : { json: body }),
        signal: options.signal,
        idempotent: isIdempotent(method, call) && !isHealth(path),
      });
      // The statuses of sys/health say how the server is, and are no failures of the request.
      return isHealth(path) && answer.status >= 400 && answer.status !== 404 ? { ...answer, status: 200 } : answer;
    },
    serverText,
    hint: (answer, asked) => hintFor(answer, asked, settings.token !== undefined),
    heard(request, body) {
      for (const warning of warningsIn(body)) options.log?.warn(`Vault: ${warning}`, { request });
    },
  };
  const api = apiOver(dialect);
  return {
    ...api,
    list: (path, schema, call = {}) => api.get(path, schema, { ...call, query: { ...call.query, list: 'true' } }),
  };
}

function isHealth(path: Path): boolean {
  return path.join('/') === 'sys/health';
}

const remarks = z.looseObject({ warnings: z.array(z.string()).nullish() });
const refused = z.looseObject({ errors: z.array(z.string()) });

function warningsIn(body: unknown): readonly string[] {
  const found = remarks.safeParse(body);
  return found.success ? (found.data.warnings ?? []) : [];
}

/** Several errors stand one a line. */
function serverText(answer: Answer): string {
  try {
    const found = refused.safeParse(JSON.parse(answer.body));
    if (found.success) return scrub(found.data.errors.join('\n')).trim();
  } catch {
    // Not Vault's own form: a proxy's page or plain text, which is shown as such.
  }
  return errorText(answer);
}

function hintFor({ status, body }: Answer, asked: Asked, hasToken: boolean): string | undefined {
  if (status === 403 && body.includes('invalid token'))
    return 'Vault does not know the token in VAULT_TOKEN or ~/.vault-token: wrong, expired or revoked';
  if (status === 503 && body.includes('sealed')) return 'unseal Vault first: vault operator unseal';
  const denied = (status === 403 || status === 400) && /permission denied|missing client token/.test(body);
  if (!denied) return undefined;
  if (!hasToken) return 'no token was given: set VAULT_TOKEN or log in with vault login';
  return `a policy of the token must give it ${capability(asked)} on "${asked.path.join('/')}"`;
}

/** What Vault asks for, which it does not say itself. Auth mounts are among the paths that it reserves to sudo. */
function capability({ method, path, call }: Asked): string {
  const own = {
    GET: call.query?.['list'] === 'true' ? 'list' : 'read',
    PUT: 'create and update',
    POST: 'create and update',
    DELETE: 'delete',
  }[method];
  const reserved = path[0] === 'sys' && path[1] === 'auth' && path.length > 2;
  return reserved ? `${own} and sudo` : own;
}

interface VaultCall {
  readonly method: Method;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly json?: unknown;
  readonly signal: AbortSignal | undefined;
  readonly idempotent: boolean;
}

interface VaultClient {
  request(call: VaultCall): Promise<Answer>;
}

/** Stands for the real address, which only the transport knows: it may be a unix socket or have a prefix. */
const placeholder = 'http://vault.invalid';

/** Reads need nothing of node-vault, and it brings much along; it is loaded for the first write. */
function clientOver(transport: Transport): VaultClient {
  const send = (call: VaultCall, path: string): Promise<Answer> =>
    transport({
      method: call.method,
      path,
      headers: { ...call.headers, ...(call.json === undefined ? {} : { 'Content-Type': 'application/json' }) },
      body: call.json === undefined ? undefined : JSON.stringify(call.json),
      signal: call.signal,
      idempotent: call.idempotent,
    });
  let library: Promise<VaultClient> | undefined;
  return {
    async request(call) {
      if (call.method === 'GET') return send(call, `/v1${call.path}`);
      library ??= libraryOver((written) => send(written, written.uri.slice(placeholder.length)));
      return (await library).request(call);
    },
  };
}

/**
 * node-vault with its last step, sending, replaced. Its own switches TLS checks off for `VAULT_SKIP_VERIFY=false`, follows
 * redirects to other hosts with the token, ignores abort signals and loses the answer's headers. Token, namespace and
 * prefix, which it takes from the environment when none is given, are emptied afterwards: an empty string in its options
 * counts as not given. Its `debug` would print request bodies, JWTs among them, under `DEBUG=*`.
 */
async function libraryOver(
  send: (call: VaultCall & { readonly uri: string }) => Promise<Answer>,
): Promise<VaultClient> {
  const { default: nodeVault } = await import('node-vault');
  const client = nodeVault({
    endpoint: placeholder,
    noCustomHTTPVerbs: true,
    debug: () => {},
    'request-promise': { defaults: () => send },
  });
  const handleVaultResponse = (answer: Answer): Promise<Answer> => Promise.resolve(answer);
  Object.assign(client, { token: '', namespace: '', pathPrefix: '', handleVaultResponse });
  return client;
}
