import { parseDuration } from '../../syntax/duration.ts';
import { data, done, invalid, VaultError } from './answers.ts';
import type { Context, Paths } from './backend.ts';
import { newJwtBackend } from './jwt/backend.ts';
import { newKvStore } from './kv.ts';
import { newMount, systemTtl, type Mount, type MountConfig, type VaultState } from './state.ts';
import { isRoot, requireRoot } from './tokens.ts';

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
const external = new Set(['jwt', 'oidc', 'kv', 'kubernetes', 'azure', 'gcp', 'kerberos']);

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
          requireRoot(context);
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
          requireRoot(context);
          if (path.endsWith('/tune'))
            return data(tuned(tunedMount(context, kind, path)), { mount: 'system', flat: true });
          const found = mounts.get(slashed(path));
          if (found === undefined) throw invalid(`No ${noun[kind]} engine at ${slashed(path)}`);
          return data(shown(context.state, found), { mount: 'system', flat: true });
        },
        update: ({ path = '' }) => {
          requireRoot(context);
          if (path.endsWith('/tune')) tune(context, kind, path);
          else enable(context, kind, slashed(path));
          return done;
        },
        delete: ({ path = '' }) => {
          requireRoot(context);
          if (path === 'token' && kind === 'auth') throw invalid('token credential backend cannot be disabled');
          mounts.delete(slashed(path));
          return done;
        },
      },
    },
  ];
  return paths;
}

function slashed(path: string): string {
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

const lists = [
  'audit_non_hmac_request_keys',
  'audit_non_hmac_response_keys',
  'passthrough_request_headers',
  'allowed_response_headers',
] as const;

function readConfig(given: Readonly<Record<string, unknown>>): Partial<MountConfig> {
  const visibility = given['listing_visibility'];
  if (visibility !== undefined && !['', 'unauth', 'hidden'].includes(String(visibility))) {
    throw invalid(`invalid listing_visibility ${String(visibility)}`);
  }
  const type = given['token_type'];
  if (type !== undefined && !['', 'service', 'batch', 'default-service', 'default-batch'].includes(String(type))) {
    throw invalid("invalid value for 'token_type'");
  }
  const config: Record<string, unknown> = {};
  for (const name of ['default_lease_ttl', 'max_lease_ttl'] as const)
    if (given[name] !== undefined) config[name] = ttl(given[name]);
  for (const name of lists) if (given[name] !== undefined) config[name] = strings(given[name]);
  if (visibility !== undefined) config['listing_visibility'] = visibility;
  if (type !== undefined && type !== '') config['token_type'] = type;
  return config;
}

function ttl(value: unknown): number {
  if (typeof value === 'number') return value;
  const given = String(value);
  const seconds = given === '' || given === 'system' ? 0 : parseDuration(given);
  if (seconds === undefined) throw invalid(`time: invalid duration "${given}"`);
  return seconds;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.map(String)
    : String(value)
        .split(',')
        .filter((item) => item !== '');
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

function shownConfig({ listing_visibility: visibility, ...config }: MountConfig): object {
  const filled = Object.entries(config).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return {
    ...Object.fromEntries(filled),
    ...(visibility === undefined || visibility === '' ? {} : { listing_visibility: visibility }),
  };
}

export function shown(state: VaultState, mount: Mount, effective = false): object {
  const outside = external.has(mount.type);
  const core = ['token', 'system', 'identity', 'cubbyhole'].includes(mount.type);
  const { default_lease_ttl: usual, max_lease_ttl: longest } = mount.config;
  const config = effective
    ? { ...mount.config, default_lease_ttl: usual || systemTtl, max_lease_ttl: longest || systemTtl }
    : mount.config;
  return {
    accessor: mount.accessor,
    config: shownConfig(config),
    ...(core ? {} : { deprecation_status: 'supported' }),
    description: mount.description,
    external_entropy_access: false,
    local: mount.local,
    options: mount.options,
    plugin_version: '',
    running_plugin_version: outside ? 'v0.25.0+builtin' : `v${state.version}+builtin.vault`,
    running_sha256: '',
    seal_wrap: mount.sealWrap,
    type: mount.type,
    uuid: mount.uuid,
  };
}

/** What `tune` answers: the TTLs that are in force, and what was set of the rest. */
function tuned({ config, description, options }: Mount): object {
  const { default_lease_ttl: usual, max_lease_ttl: longest } = config;
  const inForce = { ...config, default_lease_ttl: usual || systemTtl, max_lease_ttl: longest || systemTtl };
  return {
    ...shownConfig(inForce),
    description,
    ...(options === null || Object.keys(options).length === 0 ? {} : { options }),
  };
}

/** What a token may see of the mounts: the CLI's first question before it touches a KV path. */
export function visibleMountPaths(context: Context): Paths {
  const { state, namespace, token } = context;
  const all = (mounts: ReadonlyMap<string, Mount>): object => {
    const list = [...mounts.values()];
    if (token !== undefined && isRoot(token))
      return Object.fromEntries(list.map((mount) => [mount.path, shown(state, mount, true)]));
    const open = list.filter((mount) => mount.config.listing_visibility === 'unauth');
    return Object.fromEntries(
      open.map(({ path, description, options, type }) => [path, { description, options, type }]),
    );
  };
  return [
    {
      path: 'internal/ui/mounts',
      handlers: { read: () => data({ auth: all(namespace.auth), secret: all(namespace.secrets) }, { mount: '' }) },
    },
    {
      path: 'internal/ui/mounts/*path',
      handlers: {
        read: ({ path = '' }) => {
          const found = path.startsWith('auth/')
            ? mountAt(namespace.auth, path.slice('auth/'.length))
            : mountAt(namespace.secrets, path);
          if (found === undefined || token === undefined || !isRoot(token)) {
            const hint = `please ensure client's policies grant access to path "${slashed(path)}"`;
            throw new VaultError(403, `preflight capability check returned 403, ${hint}`);
          }
          const at = path.startsWith('auth/') ? `auth/${found.path}` : found.path;
          return data({ ...shown(state, found, true), path: at }, { mount: '' });
        },
      },
    },
  ];
}
