import type { ApiObject } from '../../model/api-object.ts';
import type { ConsulWorld, VaultMountWorld, VaultWorld, World } from '../../model/world.ts';
import { replacedJobs } from './replaced-jobs.ts';
import { onlyFiles } from './written-world.ts';

/**
 * A cluster and what files say beside it: jobs of files take the place of those of the cluster with their ids, agents of
 * files that of those with their names, objects of files the place of the cluster's. So what is written is looked at as if it were
 * applied, against all that is there already.
 * @param deleted addresses of objects that are taken away, `consul/role/web`
 */
export function mergeWorlds(live: World, files: World, deleted: readonly string[] = []): World {
  const gone = new Set(deleted);
  const consul = mergedConsul(live.consul, files.consul, gone);
  const vault = mergedVault(live.vault, files.vault, gone);
  const samples = [...(files.samples ?? []), ...(live.samples ?? [])];
  const products = (['consul', 'vault'] as const).filter((product) => live[product] !== undefined);
  const outdated = products.flatMap((product): readonly string[] => onlyFiles[product]);
  const assumed = files.assumed.filter((sentence) => !outdated.some((start) => sentence.startsWith(start)));
  // What files do not say, the cluster does.
  const open = (live.doubtful ?? []).filter((address) => !Object.hasOwn(files.origins ?? {}, address));
  const left = (files.doubtful ?? []).filter(
    (address) =>
      address.startsWith('nomad/job/') ||
      address.startsWith('nomad/workload/') ||
      Object.hasOwn(files.origins ?? {}, address),
  );
  const { doubtful: _, ...base } = live;
  const doubtful = [...open, ...left];
  return {
    ...base,
    ...(doubtful.length > 0 && { doubtful }),
    ...mergedNomad(live, files),
    ...(consul && { consul }),
    ...(vault && { vault }),
    ...(samples.length > 0 ? { samples } : {}),
    keySets: [...live.keySets, ...files.keySets],
    origins: { ...live.origins, ...files.origins },
    notRead: [...live.notRead, ...files.notRead],
    assumed: [...new Set([...live.assumed, ...assumed])],
  };
}

function mergedNomad({ nomad: live }: World, { nomad: files }: World): Pick<World, 'nomad'> {
  if (files === undefined || live === undefined) {
    const nomad = files ?? live;
    return nomad === undefined ? {} : { nomad };
  }
  const written = new Set(files.agents.map(({ name }) => name));
  const replaced = replacedJobs(live, files.jobs);
  const allReplaced = [...(files.replaced ?? []), ...(live.replaced ?? []), ...replaced];
  return {
    nomad: {
      ...live,
      agents: [...files.agents, ...live.agents.filter(({ name }) => !written.has(name))],
      jobs: [...files.jobs, ...live.jobs.filter((one) => !replaced.has(one))],
      ...(allReplaced.length > 0 && { replaced: allReplaced }),
    },
  };
}

function mergedConsul(
  live: ConsulWorld | undefined,
  files: ConsulWorld | undefined,
  gone: ReadonlySet<string>,
): ConsulWorld | undefined {
  const base = live ?? files;
  if (base === undefined) return undefined;
  const over = (member: 'authMethods' | 'roles' | 'policies', kind: string): readonly ApiObject[] =>
    replaced(live?.[member] ?? [], files?.[member] ?? [], ({ Name }) => String(Name).toLowerCase()).filter(
      ({ Name }) => !gone.has(`consul/${kind}/${String(Name)}`),
    );
  const ruleKey = ({ AuthMethod, BindType, BindName, Selector }: ApiObject): string =>
    JSON.stringify([AuthMethod, BindType, BindName, Selector ?? '']);
  return {
    ...base,
    authMethods: over('authMethods', 'auth-method'),
    roles: over('roles', 'role'),
    policies: over('policies', 'policy'),
    bindingRules: replaced(live?.bindingRules ?? [], files?.bindingRules ?? [], ruleKey).filter(
      ({ AuthMethod, BindType, BindName }) =>
        !gone.has(`consul/binding-rule/${String(AuthMethod)}/${String(BindType)}/${String(BindName)}`),
    ),
  };
}

function replaced<T>(live: readonly T[], files: readonly T[], key: (one: T) => string): readonly T[] {
  const written = new Set(files.map(key));
  return [...live.filter((one) => !written.has(key(one))), ...files];
}

function mergedVault(
  live: VaultWorld | undefined,
  written: VaultWorld | undefined,
  gone: ReadonlySet<string>,
): VaultWorld | undefined {
  if (live === undefined) return written;
  const files = written ?? { mounts: [], policies: {}, kv: {} };
  // Files may be about to mount engines of any type, of which only those of KV are read from them.
  const { engines, ...rest } = live;
  const mounts = [
    ...live.mounts.map((mount) => {
      const same = files.mounts.find(({ path }) => path === mount.path);
      return same === undefined ? mount : mergedMount(mount, same);
    }),
    ...files.mounts.filter(({ path }) => !live.mounts.some((mount) => mount.path === path)),
  ];
  // Policies that are written for a mount name an accessor, which the mount has only on its server.
  const accessors = files.mounts.flatMap(({ path, accessor }) => {
    const real = live.mounts.find((mount) => mount.path === path)?.accessor;
    return real === undefined ? [] : [[accessor, real] as const];
  });
  const policies = Object.entries(files.policies).map(([name, text]) => [
    name,
    accessors.reduce((all, [made, real]) => all.replaceAll(made, real), text),
  ]);
  const kept = (name: string, kind: string): boolean => !gone.has(`vault/${kind}/${name}`);
  return {
    ...rest,
    ...(written === undefined && engines && { engines }),
    mounts: mounts
      .filter(({ path }) => kept(path, 'auth-mount'))
      .map((mount) => ({
        ...mount,
        roles: Object.fromEntries(
          Object.entries(mount.roles).filter(([name]) => kept(`${mount.path}/${name}`, 'jwt-role')),
        ),
      })),
    policies: Object.fromEntries(
      Object.entries({ ...live.policies, ...(Object.fromEntries(policies) as VaultWorld['policies']) }).filter(
        ([name]) => kept(name, 'policy'),
      ),
    ),
    kv: { ...files.kv, ...live.kv },
  };
}

function mergedMount(live: VaultMountWorld, files: VaultMountWorld): VaultMountWorld {
  return { ...live, config: files.config ?? live.config, roles: { ...live.roles, ...files.roles } };
}
