import Consul from 'consul';
import type { Api } from './api.ts';
import { apiOver, isIdempotent, type Method } from './calls.ts';
import { openChannel, type ClientOptions } from './channel.ts';
import { checkPath } from './path.ts';
import type { ServerSettings } from './settings.ts';
import type { Answer, Transport } from './transport.ts';

/** Consul's HTTP API. node-consul makes the requests; they go over our transport. */
export function createConsulApi(settings: ServerSettings, options: ClientOptions = {}): Api {
  const client = clientOver(openChannel('consul', settings, 'X-Consul-Token', options, isLeaderless));
  return apiOver({
    product: 'consul',
    address: settings.address,
    send(method, path, call, body) {
      const segments = Object.entries(checkPath(path)).map(([at, segment]) => [`s${at}`, segment] as const);
      return client._request({
        method,
        path: segments.map(([name]) => `/{${name}}`).join(''),
        params: Object.fromEntries(segments),
        query: {
          ...scope('ns', call.namespace ?? settings.namespace),
          ...scope('partition', call.partition ?? settings.partition),
          ...call.query,
        },
        ...(body === undefined ? {} : { body }),
        type: 'json',
        signal: options.signal,
        idempotent: isIdempotent(method, call),
      });
    },
    hint: (answer) => hintFor(answer, settings.token !== undefined),
  });
}

/** Consul answers so while it has no leader or is losing one, and would answer otherwise a moment later. */
function isLeaderless({ status, body }: Answer): boolean {
  return (
    status === 500 &&
    /No cluster leader|leadership lost|not the leader|failed to contact leader|rpc error making call: EOF/i.test(body)
  );
}

function scope(name: string, value: string | undefined): Record<string, string> {
  return value === undefined || value === '' ? {} : { [name]: value };
}

function hintFor({ status, body }: Answer, hasToken: boolean): string | undefined {
  if (status === 401 && body.includes('ACL support disabled'))
    return 'switch ACLs on in the Consul agents: acl { enabled = true }';
  if (status === 403 && body.trim() === 'ACL not found')
    return 'Consul does not know the token in CONSUL_HTTP_TOKEN: wrong, expired or deleted';
  if (status === 403 && !hasToken) return 'no token was given: set CONSUL_HTTP_TOKEN or CONSUL_HTTP_TOKEN_FILE';
  if (status === 400 && /(Namespaces|Partitions) are a Consul Enterprise feature/.test(body))
    return 'this is no Consul Enterprise: unset CONSUL_NAMESPACE and CONSUL_PARTITION, and name none in the spec';
  if (status === 404 && body.includes('Invalid URL path'))
    return 'this Consul has no such endpoint; namespaces and partitions need Consul Enterprise';
  return undefined;
}

interface PapiCall {
  readonly method: Method;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly type: 'json';
  readonly signal: AbortSignal | undefined;
  readonly idempotent: boolean;
}

interface PapiRequest {
  readonly opts: PapiCall;
  readonly req: { readonly path: string; readonly headers: Readonly<Record<string, string | number>> };
  readonly body?: Buffer;
}

type Next = (stop: false, error: unknown, answer?: Answer) => void;

/** node-consul's base class, which its types do not show. It has no functions for ACLs but can make any request. */
interface Papi {
  _request(call: PapiCall): Promise<Answer>;
  _ext(event: 'onRequest', step: (request: PapiRequest, next: Next) => void): void;
}

/**
 * node-consul with its last step, sending, replaced. Its own knows neither abort signals nor proxies nor a largest size,
 * tells the token to whoever listens, and puts it into its errors.
 */
function clientOver(transport: Transport): Papi {
  const client = new Consul({ host: 'consul.invalid' }) as unknown as Papi;
  client._ext('onRequest', ({ opts, req, body }, next) => {
    const headers = Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)]));
    transport({
      method: opts.method,
      path: req.path,
      headers,
      body,
      signal: opts.signal,
      idempotent: opts.idempotent,
    }).then(
      (answer) => next(false, undefined, answer),
      (error: unknown) => next(false, error),
    );
  });
  return client;
}
