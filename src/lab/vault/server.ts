import { randomBytes, randomUUID } from 'node:crypto';
import { Secret } from '../../support/secret.ts';
import type { Dialect } from '../../validation/vault/policy.ts';
import { isObject } from '../../validation/object.ts';
import { find, type Answer, type LabRequest } from '../router.ts';
import { listen, type Listener } from '../server.ts';
import { errorAnswer, VaultError, wrapped } from './answers.ts';
import type { Context, Operation, Paths } from './backend.ts';
import { identityPaths } from './entities.ts';
import { configPaths } from './jwt/config.ts';
import { loginPaths } from './jwt/login.ts';
import { rolePaths } from './jwt/roles.ts';
import { kvPaths } from './kv.ts';
import { mountAt, mountPaths } from './mounts.ts';
import { namespaceOf, namespacePaths, newNamespace } from './namespaces.ts';
import { requireAllowed } from './permission.ts';
import { policyPaths } from './policies.ts';
import type { Mount, VaultState } from './state.ts';
import { statusPaths } from './status.ts';
import { newToken, secretOf, tokenPaths, useToken } from './tokens.ts';
import { visibleMountPaths } from './visible-mounts.ts';

export interface VaultOptions {
  /** OpenBao 2.6 answers much as Vault does; the differences are in what the two validate and fill into templates. */
  readonly product?: Dialect;
  /** Namespaces. */
  readonly enterprise?: boolean;
  /** Milliseconds since the epoch; the system's clock when left out. */
  readonly now?: () => number;
  readonly port?: number;
}

export interface EmbeddedVault extends Listener {
  readonly rootToken: Secret;
  readonly state: VaultState;
}

/** A Vault server as `vault server -dev` starts it: unsealed, KV v2 at `secret/`. */
export async function startVault({
  product = 'vault',
  enterprise = false,
  now = Date.now,
  port = 0,
}: VaultOptions = {}): Promise<EmbeddedVault> {
  const state: VaultState = {
    product,
    enterprise,
    version: product === 'openbao' ? '2.6.2' : enterprise ? '1.21.0+ent' : '1.21.0',
    cluster: { id: randomUUID(), name: `vault-cluster-${randomBytes(4).toString('hex')}` },
    now,
    namespaces: new Map([['', newNamespace('', true)]]),
    tokens: new Map(),
  };
  const root = newToken(state, { policies: ['root'] });
  const listener = await listen(
    async (request) => ofProduct(product, await answer(state, request)),
    (message) => errorAnswer(new VaultError(500, message)),
    port,
  );
  return { ...listener, rootToken: new Secret(root.id), state };
}

/** OpenBao does not say in its answers which type of mount they come from. */
function ofProduct(product: Dialect, given: Answer): Answer {
  if (product === 'vault' || given.body === undefined) return given;
  return { ...given, body: given.body.toString().replace(/,"mount_type":"\w*"\}$/, '}') };
}

async function answer(state: VaultState, request: LabRequest): Promise<Answer> {
  try {
    const path = request.path.replace(/^\/v1\//, '');
    if (path === request.path) throw new VaultError(404);
    const operation = operationOf(request);
    const namespace = namespaceOf(state, request.header('X-Vault-Namespace'));
    const token = useToken(state, secretOf(request));
    const context: Context = { state, namespace, request, token, body: bodyOf(request, operation) };
    return await handle(context, operation, path);
  } catch (error) {
    if (error instanceof VaultError) return errorAnswer(error);
    throw error;
  }
}

function operationOf({ method, query }: LabRequest): Operation {
  if (method === 'LIST' || (method === 'GET' && query.get('list') === 'true')) return 'list';
  const operations: Readonly<Record<string, Operation>> = {
    GET: 'read',
    POST: 'update',
    PUT: 'update',
    DELETE: 'delete',
    PATCH: 'patch',
  };
  const operation = operations[method];
  if (operation === undefined) throw wrapped(405, 'unsupported operation');
  return operation;
}

function bodyOf(request: LabRequest, operation: Operation): Readonly<Record<string, unknown>> {
  const contentType = (request.header('Content-Type') ?? '').replace(/;.*/, '');
  if (operation === 'patch' && contentType !== 'application/merge-patch+json') {
    throw new VaultError(415, `PATCH requires Content-Type of application/merge-patch+json, provided ${contentType}`);
  }
  if (request.body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(request.body.toString('utf8'));
  } catch {
    throw new VaultError(500, 'malformed JSON, unclosed containers');
  }
  if (isObject(parsed)) return parsed;
  const type = Array.isArray(parsed) ? 'array' : typeof parsed;
  throw new VaultError(
    400,
    `error parsing JSON: failed to parse JSON input: json: cannot unmarshal ${type} into Go value of type map[string]interface {}`,
  );
}

async function handle(context: Context, operation: Operation, path: string): Promise<Answer> {
  const { namespace } = context;
  if (operation === 'update' && path.endsWith('/')) throw new VaultError(400, "cannot write to a path ending in '/'");
  const plain = decodePath(path);
  if (path.startsWith('sys/')) return systemAnswer(context, operation, path.slice('sys/'.length), plain);
  if (path.startsWith('auth/token/')) {
    requireAllowed(context, operation, plain);
    return run(tokenPaths(context), operation, path.slice('auth/token/'.length));
  }
  const inAuth = path.startsWith('auth/');
  const local = inAuth ? path.slice('auth/'.length) : path;
  const mount = mountAt(inAuth ? namespace.auth : namespace.secrets, decodePath(local));
  const isLogin = inAuth && local.endsWith('/login');
  if (mount === undefined && isLogin) throw new VaultError(403, 'permission denied');
  const rest = local
    .split('/')
    .slice((mount?.path.split('/').length ?? 1) - 1)
    .join('/'); // still encoded: the router decodes it
  if (!isLogin) {
    const creates = operation === 'update' && mount !== undefined && !existsAt(mount, decodePath(rest));
    requireAllowed(context, creates ? 'create' : operation, plain);
  }
  if (mount === undefined)
    throw new VaultError(
      404,
      `no handler for route "${path}${operation === 'list' ? '/' : ''}". route entry not found.`,
    );
  if (mount.jwt !== undefined) {
    const paths = [
      ...configPaths(context, mount.jwt),
      ...rolePaths(context, mount.jwt),
      ...loginPaths(context, mount, mount.jwt),
    ];
    return run(paths, operation, rest.replace(/\/$/, ''));
  }
  if (mount.kv !== undefined) return run(kvPaths(context, mount.kv), operation, rest);
  if (mount.type === 'identity' && /^(?:entity|entity-alias|group)\/id(?:\/|$)/.test(rest))
    return run(identityPaths(context), operation, rest.replace(/\/$/, ''));
  throw new VaultError(501, `the embedded Vault mounts ${mount.type} but does not serve it`);
}

/** Whether a write replaces something. Only some paths ask; at the others every write is an update. */
function existsAt({ jwt, kv }: Mount, path: string): boolean {
  if (jwt !== undefined && path.startsWith('role/')) return jwt.roles.has(path.slice('role/'.length).toLowerCase());
  if (kv?.version === 1) return kv.values.has(path);
  const [, name] = /^(?:data|metadata)\/(.+)$/s.exec(path) ?? [];
  return kv === undefined || name === undefined || kv.secrets.has(name);
}

/** What the system answers to anybody. */
const unauthenticated = ['health', 'seal-status', 'leader', 'internal/ui/mounts'];

function systemAnswer(context: Context, operation: Operation, path: string, plain: string): Promise<Answer> | Answer {
  const open = unauthenticated.some((one) => path === one || path.startsWith(`${one}/`));
  if (!open) requireAllowed(context, operation, plain);
  const paths = [
    ...statusPaths(context), ...visibleMountPaths(context), ...mountPaths(context, 'auth'), ...mountPaths(context, 'secret'),
    ...policyPaths(context), ...namespacePaths(context),
  ]; // prettier-ignore
  return run(paths, operation, path.replace(/\/$/, ''));
}

function run(paths: Paths, operation: Operation, path: string): Promise<Answer> | Answer {
  const routes = paths.map(({ path: at, handlers }) => ({
    path: at,
    handlers: Object.fromEntries(
      Object.entries(handlers).map(([name, handler]) => [name, (request: LabRequest) => handler(request.params)]),
    ),
  }));
  const found = find(routes, operation, path);
  if (found.kind === 'none') throw wrapped(404, 'unsupported path');
  if (found.kind === 'method') throw wrapped(405, 'unsupported operation');
  return found.handler({ params: found.params } as LabRequest);
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
