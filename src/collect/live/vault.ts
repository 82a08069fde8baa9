import pLimit from 'p-limit';
import { z } from 'zod';
import type { Api } from '../../clients/api.ts';
import { kinds } from '../../kinds/index.ts';
import { fromApi, toApi } from '../../kinds/kind.ts';
import type { ApiObject } from '../../model/api-object.ts';
import type { Part, VaultMountWorld, VaultWorld } from '../../model/world.ts';
import type { Gaps } from './gaps.ts';
import { cleaned } from './job-without-secrets.ts';
import { readAliases } from './vault-entities.ts';

const atOnce = 16;
const data = z.looseObject({ data: z.looseObject({}) });
const names = z.looseObject({ data: z.looseObject({ keys: z.array(z.string()) }) });
const mount = z.looseObject({
  type: z.string(),
  accessor: z.string(),
  config: z.looseObject({ max_lease_ttl: z.number().nullish(), token_type: z.string().nullish() }).nullish(),
});
type Mount = z.infer<typeof mount>;
const mounts = z.looseObject({ data: z.record(z.string(), mount) });

export interface SeenVault {
  /** Absent when it could not be read which mounts there are. */
  readonly world?: VaultWorld;
  readonly assumed: readonly string[];
}

/** Reads what is wanted of Vault; of the client secrets that mounts have, Vault tells nobody. */
export async function readVault(vault: Api, parts: ReadonlySet<Part>, gaps: Gaps): Promise<SeenVault> {
  const gap = { part: 'vault/objects', what: 'auth mounts', permission: 'read on "sys/auth"' } as const;
  const listed = await gaps.attempt(gap, async () => (await vault.get(['sys', 'auth'], mounts))?.data ?? {});
  if (listed === undefined) return { assumed: [] };
  const all = Object.entries(listed).map(([path, one]) => [path.replace(/\/$/, ''), one] as const);
  const jwt = all.filter(([, { type }]) => type === 'jwt' || type === 'oidc');
  const [known, policies, mounted, version, auditDevices, aliases] = await Promise.all([
    Promise.all(jwt.map(([path, one]) => readMount(vault, path, one, gaps))),
    readPolicies(vault, gaps),
    readEngines(vault, gaps),
    readVersion(vault),
    parts.has('vault/audit') ? readAudit(vault, gaps) : undefined,
    parts.has('vault/aliases') ? readAliases(vault, new Set(jwt.map(([, { accessor }]) => accessor)), gaps) : undefined,
  ]);
  return {
    world: {
      mounts: known,
      policies,
      kv: mounted?.kv ?? {},
      ...(mounted?.engines && { engines: mounted.engines }),
      stored: true,
      authMounts: Object.fromEntries(all.map(([path, { type, accessor }]) => [path, { type, accessor }])),
      ...(version === undefined ? {} : { version }),
      ...(auditDevices && { auditDevices }),
      ...(aliases && { aliases }),
    },
    assumed:
      mounted === undefined ? ['the versions of KV engines are not known: paths are taken as they are written'] : [],
  };
}

async function readMount(vault: Api, path: string, { accessor, config }: Mount, gaps: Gaps): Promise<VaultMountWorld> {
  const base = ['auth', ...path.split('/')];
  const shown = base.join('/');
  const found = await gaps.attempt(
    {
      part: 'vault/objects',
      what: `config of the auth mount ${path}`,
      permission: `read on "${shown}/config"`,
      decides: [`vault/jwt-config/${path}`],
    },
    () => vault.get([...base, 'config'], data),
  );
  const listed = await gaps.attempt(
    {
      part: 'vault/objects',
      what: `roles of the auth mount ${path}`,
      permission: `list on "${shown}/role"`,
      decides: [`vault/jwt-role/${path}/`],
    },
    () => vault.list([...base, 'role'], names),
  );
  const limit = pLimit(atOnce);
  const roles = await Promise.all(
    (listed?.data.keys ?? []).map((name) =>
      limit(async (): Promise<readonly (readonly [string, ApiObject])[]> => {
        const permission = `read on "${shown}/role/${name}"`;
        const role = await gaps.attempt(
          {
            part: 'vault/objects',
            what: `role ${name} of the auth mount ${path}`,
            permission,
            decides: [`vault/jwt-role/${path}/${name}`],
          },
          () => vault.get([...base, 'role', name], data),
        );
        return role === undefined ? [] : [[name, normal('vault/jwt-role', role.data)]];
      }),
    ),
  );
  const longest = config?.max_lease_ttl ?? 0;
  return {
    path,
    accessor,
    config: found === undefined ? null : normal('vault/jwt-config', found.data),
    roles: Object.fromEntries(roles.flat()),
    ...(longest > 0 ? { maxLeaseTtl: longest } : {}),
    ...(config?.token_type ? { tokenType: config.token_type } : {}),
  };
}

/** With the members that the kind knows, each in its own form: what a later version adds is not looked at. */
function normal(kind: 'vault/jwt-role' | 'vault/jwt-config', object: ApiObject): ApiObject {
  const { fields } = kinds[kind];
  return cleaned(toApi(fields, fromApi(fields, object)), '') as ApiObject;
}

const policy = z.looseObject({ data: z.looseObject({ policy: z.string() }) });

async function readPolicies(vault: Api, gaps: Gaps): Promise<VaultWorld['policies']> {
  const permission = 'list on "sys/policies/acl"';
  const listed = await gaps.attempt(
    { part: 'vault/objects', what: 'policies', permission, decides: ['vault/policy/'] },
    () => vault.list(['sys', 'policies', 'acl'], names),
  );
  const limit = pLimit(atOnce);
  const found = await Promise.all(
    // That of root has no text.
    (listed?.data.keys ?? [])
      .filter((name) => name !== 'root')
      .map((name) =>
        limit(async (): Promise<readonly (readonly [string, string])[]> => {
          const wanted = {
            part: 'vault/objects',
            what: `policy ${name}`,
            permission: `read on "sys/policies/acl/${name}"`,
            decides: [`vault/policy/${name}`],
          } as const;
          const one = await gaps.attempt(wanted, () =>
            vault.get(['sys', 'policies', 'acl', ...name.split('/')], policy),
          );
          return one === undefined ? [] : [[name, one.data.policy]];
        }),
      ),
  );
  return Object.fromEntries(found.flat());
}

/** All engines, or those that the token may use at all, which is what Vault tells without more permission. */
async function readEngines(vault: Api, gaps: Gaps): Promise<Pick<VaultWorld, 'kv' | 'engines'> | undefined> {
  const engine = z.looseObject({
    type: z.string(),
    options: z.looseObject({ version: z.string().optional() }).nullish(),
  });
  const shape = z.looseObject({ data: z.record(z.string(), engine) });
  const visible = z.looseObject({ data: z.looseObject({ secret: z.record(z.string(), engine) }) });
  const all = await vault
    .get(['sys', 'mounts'], shape)
    .then((answer) => answer?.data)
    .catch(() => undefined);
  const wanted = {
    part: 'vault/objects',
    what: 'versions of the KV engines',
    permission: 'read on "sys/mounts"',
  } as const;
  const found =
    all ??
    (await gaps.attempt(
      wanted,
      async () => (await vault.get(['sys', 'internal', 'ui', 'mounts'], visible))?.data.secret,
    ));
  if (found === undefined) return undefined;
  const kv = Object.entries(found).filter(([, { type }]) => type === 'kv' || type === 'generic');
  return {
    kv: Object.fromEntries(kv.map(([path, { options }]) => [bare(path), options?.version === '2' ? 2 : 1] as const)),
    // What the token may not use is missing where not all could be read.
    ...(all && { engines: Object.fromEntries(Object.entries(all).map(([path, { type }]) => [bare(path), type])) }),
  };
}

const bare = (path: string): string => path.replace(/\/$/, '');

async function readVersion(vault: Api): Promise<string | undefined> {
  const shape = z.looseObject({ version: z.string() });
  return (await vault.get(['sys', 'health'], shape).catch(() => undefined))?.version;
}

async function readAudit(vault: Api, gaps: Gaps): Promise<readonly string[] | undefined> {
  const permission = 'read and sudo on "sys/audit"';
  const shape = z.looseObject({ data: z.record(z.string(), z.looseObject({ type: z.string() })) });
  const found = await gaps.attempt({ part: 'vault/audit', what: 'audit devices', permission }, () =>
    vault.get(['sys', 'audit'], shape),
  );
  return (
    found &&
    Object.values(found.data)
      .map(({ type }) => type)
      .toSorted()
  );
}
