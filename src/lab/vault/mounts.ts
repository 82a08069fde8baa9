import { data, done, invalid } from './answers.ts';
import type { Context, Paths } from './backend.ts';
import { newJwtBackend } from './jwt/backend.ts';
import { newKvStore } from './kv-store.ts';
import { shown, tuned } from './mount-answers.ts';
import { readConfig } from './mount-config.ts';
import { newMount, type Mount } from './state.ts';

type Kind = 'auth' | 'secret';

const noun = { auth: 'auth', secret: 'secrets' } as const;
const known: Readonly<Record<Kind, readonly string[]>> = {
  auth: [
    'approle',
    'aws',
    'azure',
    'cert',
    'gcp',
    'github',
    'jwt',
    'kerberos',
    'kubernetes',
    'ldap',
    'oidc',
    'okta',
    'radius',
    'userpass',
  ],
  secret: ['kv', 'transit', 'pki', 'database', 'consul', 'nomad', 'totp', 'ssh'],
};
export function mountsOf(context: Context, kind: Kind): Map<string, Mount> {
  return kind === 'auth' ? context.namespace.auth : context.namespace.secrets;
}

/** The mount whose path the request's path begins with; longer paths win. */
export function mountAt(mounts: ReadonlyMap<string, Mount>, path: string): Mount | undefined {
  const fitting = [...mounts.values()].filter((mount) => `${path}/`.startsWith(mount.path));
  return fitting.toSorted((a, b) => b.path.length - a.path.length)[0];
}

/** `sys/auth` and `sys/mounts`: list, enable, read, disable, tune. */
export function mountPaths(context: Context, kind: Kind): Paths {
  const mounts = mountsOf(context, kind);
  const root = kind === 'auth' ? 'auth' : 'mounts';
  const paths: Paths = [
    {
      path: root,
      handlers: {
        read: () => {
          const all = Object.fromEntries(
            [...mounts.values()].map((mount) => [mount.path, shown(context.state, mount)]),
          );
          return data(all, { mount: 'system', flat: true });
        },
      },
    },
    {
      path: `${root}/*path`,
      handlers: {
        read: ({ path = '' }) => {
          if (path.endsWith('/tune'))
            return data(tuned(tunedMount(context, kind, path)), { mount: 'system', flat: true });
          const found = mounts.get(slashed(path));
          if (found === undefined) throw invalid(`No ${noun[kind]} engine at ${slashed(path)}`);
          return data(shown(context.state, found), { mount: 'system', flat: true });
        },
        update: ({ path = '' }) => {
          if (path.endsWith('/tune')) tune(context, kind, path);
          else enable(context, kind, slashed(path));
          return done;
        },
        delete: ({ path = '' }) => {
          if (path === 'token' && kind === 'auth') throw invalid('token credential backend cannot be disabled');
          mounts.delete(slashed(path));
          if (kind === 'auth') revokeLogins(context, slashed(path));
          return done;
        },
      },
    },
  ];
  return paths;
}

/** The tokens of a mount's logins end with it. */
function revokeLogins({ state, namespace }: Context, path: string): void {
  for (const [id, token] of state.tokens)
    if (token.namespace === namespace.path && token.path === `auth/${path}login`) state.tokens.delete(id);
}

/** As Vault keeps the paths of mounts. */
export function slashed(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

/** `sys/mounts/auth/<path>/tune` is another name for `sys/auth/<path>/tune`. */
function tunedMount(context: Context, kind: Kind, path: string): Mount {
  const { name, mounts } = tunedPlace(context, kind, path);
  const found = mounts.get(name);
  if (found === undefined) throw invalid(`cannot fetch sysview for path "${describe(context, name, mounts)}"`);
  return found;
}

/** As Vault names the place in its errors. */
function describe(context: Context, name: string, mounts: ReadonlyMap<string, Mount>): string {
  return mounts === context.namespace.auth ? `auth/${name}` : name;
}

function tunedPlace(
  context: Context,
  kind: Kind,
  path: string,
): { readonly name: string; readonly mounts: Map<string, Mount> } {
  const name = path.slice(0, -'tune'.length);
  if (kind === 'secret' && name.startsWith('auth/'))
    return { name: name.slice('auth/'.length), mounts: context.namespace.auth };
  return { name, mounts: mountsOf(context, kind) };
}

function enable(context: Context, kind: Kind, path: string): void {
  const { body } = context;
  const mounts = mountsOf(context, kind);
  const given = body['type'];
  if (typeof given !== 'string' || given === '') throw invalid('backend type must be specified as a string');
  const type = given === 'kv-v2' || given === 'generic' ? 'kv' : given;
  const config = readConfig((body['config'] ?? {}) as Readonly<Record<string, unknown>>);
  const { default_lease_ttl: usual = 0, max_lease_ttl: longest = 0 } = config;
  if (longest > 0 && usual > longest) throw invalid('given default lease TTL greater than given max lease TTL');
  if (!known[kind].includes(type)) throw invalid(`plugin not found in the catalog: ${type}`);
  const taken = [...mounts.values()].find((mount) => path.startsWith(mount.path) || mount.path.startsWith(path));
  if (taken !== undefined) throw invalid(`path is already in use at ${taken.path}`);
  const asked = body['options'] as Record<string, string> | null | undefined;
  const options = given === 'kv-v2' ? { version: '2' } : (asked ?? {});
  const fresh = newMount({ path, type }, kind);
  mounts.set(path, {
    ...fresh,
    description: typeof body['description'] === 'string' ? body['description'] : '',
    local: body['local'] === true,
    sealWrap: body['seal_wrap'] === true,
    options,
    config: { ...fresh.config, ...config },
    ...(kind === 'auth' && (type === 'jwt' || type === 'oidc') ? { jwt: newJwtBackend() } : {}),
    ...(kind === 'secret' && type === 'kv' ? { kv: newKvStore(options['version'] === '2' ? 2 : 1) } : {}),
  });
}

function tune(context: Context, kind: Kind, path: string): void {
  const { body } = context;
  const { name, mounts } = tunedPlace(context, kind, path);
  const mount = mounts.get(name);
  if (mount === undefined)
    throw invalid(`tune of path "${describe(context, name, mounts)}" failed: no mount entry found`);
  const config = { ...mount.config, ...readConfig(body) };
  if (config.max_lease_ttl > 0 && config.default_lease_ttl > config.max_lease_ttl) {
    throw invalid(
      `backend max lease TTL of ${String(config.max_lease_ttl)} less than default lease TTL of ${String(config.default_lease_ttl)}`,
    );
  }
  const options = body['options'] as Record<string, string> | undefined;
  mounts.set(name, {
    ...mount,
    config,
    ...(typeof body['description'] === 'string' ? { description: body['description'] } : {}),
    ...(options === undefined ? {} : { options: { ...mount.options, ...options } }),
  });
}
