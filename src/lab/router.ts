export interface LabRequest {
  readonly method: string;
  /** As sent: percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  header(name: string): string | undefined;
  readonly body: Buffer;
  /** What the route's `:name` and `*name` segments matched, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Aborted when the client hangs up. */
  readonly gone: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export type Handler = (request: LabRequest) => Answer | Promise<Answer>;

/** `/v1/acl/policy/:id`; a last segment `*path` takes the rest, slashes included, and may be empty. */
export interface Route {
  readonly path: string;
  readonly handlers: Readonly<Record<string, Handler>>;
}

export type Found =
  | { readonly kind: 'handler'; readonly handler: Handler; readonly params: Record<string, string> }
  | { readonly kind: 'method'; readonly allowed: readonly string[] }
  | { readonly kind: 'none' };

/** The first route whose path fits; whether it knows the method is a second question, as 404 and 405 are two answers. */
export function find(routes: readonly Route[], method: string, path: string): Found {
  for (const route of routes) {
    const params = match(route.path, path);
    if (params === undefined) continue;
    const handler = route.handlers[method];
    return handler === undefined
      ? { kind: 'method', allowed: Object.keys(route.handlers) }
      : { kind: 'handler', handler, params };
  }
  return { kind: 'none' };
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const params: Record<string, string> = {};
  for (const [position, segment] of wanted.entries()) {
    if (segment.startsWith('*')) {
      if (given.length < position) return undefined;
      params[segment.slice(1)] = given.slice(position).map(decode).join('/');
      return params;
    }
    const here = given[position];
    if (here === undefined) return undefined;
    if (segment.startsWith(':')) params[segment.slice(1)] = decode(here);
    else if (segment !== here) return undefined;
  }
  return given.length === wanted.length ? params : undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
