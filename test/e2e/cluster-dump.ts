import type { Server } from '../servers/index.ts';
import { requests } from './requests.ts';
import type { Json } from './requests.ts';

type Row = Record<string, Json>;

/** A member that is text; empty when it is missing. */
function text(row: Json | undefined, name: string): string {
  const value = (row as Row | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

/** Everything of a Consul and a Vault that wid could touch, as their APIs give it. Keyed, so that a difference names its place. */
export interface ClusterDump {
  readonly consul: Record<'policies' | 'roles' | 'methods' | 'rules' | 'tokens' | 'keys' | 'sessions', Row>;
  readonly vault: Record<'authMounts' | 'secretMounts' | 'jwtConfigs' | 'jwtRoles' | 'policies', Row>;
}

export async function dumpCluster(consul: Server, vault: Server): Promise<ClusterDump> {
  return { consul: await dumpConsul(consul), vault: await dumpVault(vault) };
}

async function dumpConsul(server: Server): Promise<ClusterDump['consul']> {
  const { get, find } = requests('consul', server);
  const rows = async (path: string): Promise<Row[]> => ((await get(path)) ?? []) as Row[];
  const policies = (await rows('acl/policies')).map(async (row) => (await get(`acl/policy/${text(row, 'ID')}`)) as Row);
  const methods = (await rows('acl/auth-methods')).map(
    async (row) => (await get(`acl/auth-method/${text(row, 'Name')}`)) as Row,
  );
  const tokens = (await rows('acl/tokens')).filter((row) => text(row, 'AuthMethod') === '');
  return {
    policies: keyed(await Promise.all(policies), (row) => text(row, 'Name')),
    roles: keyed(await rows('acl/roles'), (row) => text(row, 'Name')),
    methods: keyed(await Promise.all(methods), (row) => text(row, 'Name')),
    rules: keyed(await rows('acl/binding-rules'), (rule) =>
      ['AuthMethod', 'BindType', 'BindName', 'Selector'].map((name) => text(rule, name)).join(' | '),
    ),
    tokens: keyed(tokens, (row) => text(row, 'AccessorID')),
    keys: keyed(((await find('kv/?recurse=true')) ?? []) as Row[], (row) => text(row, 'Key')),
    sessions: keyed(await rows('session/list'), (row) => text(row, 'ID')),
  };
}

async function dumpVault(server: Server): Promise<ClusterDump['vault']> {
  const { find } = requests('vault', server);
  const data = async (path: string): Promise<Row | undefined> =>
    ((await find(path)) as { data: Row } | undefined)?.data;
  const names = async (path: string): Promise<string[]> => ((await data(`${path}?list=true`))?.keys ?? []) as string[];
  const authMounts = (await data('sys/auth')) ?? {};
  const jwtMounts = Object.keys(authMounts).filter((path) => (authMounts[path] as Row).type === 'jwt');
  const jwtConfigs: Row = {};
  const jwtRoles: Row = {};
  const policies: Row = {};
  for (const mount of jwtMounts) {
    jwtConfigs[mount] = (await data(`auth/${mount}config`)) ?? null;
    for (const role of await names(`auth/${mount}role`)) {
      jwtRoles[mount + role] = (await data(`auth/${mount}role/${encodeURIComponent(role)}`)) ?? null;
    }
  }
  for (const name of await names('sys/policies/acl')) {
    policies[name] = (await data(`sys/policies/acl/${encodeURIComponent(name)}`))?.policy ?? null;
  }
  return { authMounts, secretMounts: (await data('sys/mounts')) ?? {}, jwtConfigs, jwtRoles, policies };
}

function keyed(rows: readonly Row[], key: (row: Row) => string): Row {
  const table: Row = {};
  for (const row of rows.toSorted((a, b) => key(a).localeCompare(key(b)))) {
    let name = key(row);
    while (name in table) name += ' (again)';
    table[name] = row;
  }
  return table;
}

/** What differs between two servers that were given the same: made anew for each object or each write. */
const ownToTheServer = new Set(['ID', 'CreateIndex', 'ModifyIndex', 'Hash', 'accessor', 'uuid']);

/** The dump without ids, indexes, hashes, times and accessors; an accessor inside a policy's text becomes its mount's path. */
export function comparable(
  dump: ClusterDump,
): Pick<ClusterDump, 'vault'> & { consul: Omit<ClusterDump['consul'], 'tokens' | 'sessions' | 'keys'> } {
  const { policies, roles, methods, rules } = dump.consul;
  const mounts = Object.entries(dump.vault.authMounts).map(([path, mount]) => [text(mount, 'accessor'), path] as const);
  const strip = (value: Json): Json => {
    if (typeof value === 'string')
      return mounts.reduce((text, [accessor, path]) => text.replaceAll(accessor, `<${path}>`), value);
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).filter(([name]) => !ownToTheServer.has(name));
    return Object.fromEntries(kept.map(([name, inner]) => [name, strip(inner)]));
  };
  const consul = { policies, roles, methods, rules };
  return strip({ consul, vault: dump.vault }) as unknown as ReturnType<typeof comparable>;
}

/** For comparisons of what came about in different ways: Vault shows an empty list or map, or null, as it was last sent. */
export function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  return members.length === 0 ? null : Object.fromEntries(members.map(([name, inner]) => [name, withoutEmpty(inner)]));
}
