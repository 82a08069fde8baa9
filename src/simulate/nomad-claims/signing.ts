import { emptyIdentity, nomadAudience } from './canonicalize.ts';
import type { ClientEnvironment } from './interpolate.ts';
import { clientEnvironment } from './interpolate.ts';
import type { Consul, Group, Identity, Job, Service, Task } from './job.ts';
import type { NomadNamespace, NomadServer, ServerIdentity } from './server.ts';

/** Everything about one identity of a job that decides its claims, short of when and where it is signed. */
export interface Signing {
  readonly job: Job;
  readonly group: Group;
  /** The task of the claims: for a service the one that stands around it in the job, if any. */
  readonly task: Task | undefined;
  readonly service: Service | undefined;
  readonly identity: Identity;
  /** Default identities are signed by the leader when it places, the others at a client's wish, who is known then. */
  readonly isDefault: boolean;
  readonly consul: Consul | undefined;
  /** Whether the claims about Vault and the extra claims of its configuration are added. */
  readonly asVault: boolean;
  /** Worked out when it is asked for: most names of services refer to nothing. */
  readonly environment: () => ClientEnvironment;
  readonly server: NomadServer;
  readonly namespace: NomadNamespace | undefined;
}

/**
 * Every identity that an allocation of the job gets, group by group: of each task the default one and the others, then
 * those of the group's services and of its tasks' services. The job is one that `registerJob` made or that was read back.
 */
export function signingsOf(job: Job, server: NomadServer, namespace?: NomadNamespace): readonly Signing[] {
  const claims = server.behaviour.namespaceExtraClaims && namespace?.name === job.namespace ? namespace : undefined;
  return job.groups.flatMap((group) => {
    const ofService = (service: Service, task: Task | undefined): readonly Signing[] => {
      if (service.identity === undefined) return [];
      const [signed, around] = firstMatch(job, service) ?? [service, task];
      const identity = signed.identity ?? service.identity;
      return [
        {
          job,
          group,
          task: around,
          service,
          identity,
          isDefault: false,
          consul: consulOf(identity, around, group),
          asVault: false,
          environment: () => clientEnvironment(job, group, task),
          server,
          namespace: claims,
        },
      ];
    };
    return [
      ...group.tasks.flatMap((task) => taskSignings(task, { job, group, server, namespace: claims })),
      ...group.services.flatMap((service) => ofService(service, undefined)),
      ...group.tasks.flatMap((task) => task.services.flatMap((service) => ofService(service, task))),
    ];
  });
}

/**
 * The service whose identity is signed: the first of the whole job with the same identity and service name, whatever its
 * group, and the task around it.
 */
function firstMatch(job: Job, { name, identity }: Service): readonly [Service, Task | undefined] | undefined {
  const same = (one: Service): boolean => one.name === name && one.identity?.name === identity?.name;
  for (const group of job.groups) {
    const found = group.services.find((one) => one.identity !== undefined && same(one));
    if (found !== undefined) return [found, undefined];
    for (const task of group.tasks) {
      const inTask = task.services.find((one) => one.identity !== undefined && same(one));
      if (inTask !== undefined) return [inTask, task];
    }
  }
  return undefined;
}

function taskSignings(
  task: Task,
  { job, group, server, namespace }: Pick<Signing, 'job' | 'group' | 'server' | 'namespace'>,
): readonly Signing[] {
  const environment = (): ClientEnvironment => clientEnvironment(job, group, task);
  const standard = task.identity ?? { ...emptyIdentity, name: 'default', audience: [nomadAudience] };
  // Of identities with one name only the first is ever signed.
  const named = task.identities.filter(
    ({ name }, index) => task.identities.findIndex((one) => one.name === name) === index,
  );
  const signing = (identity: Identity, isDefault: boolean): Signing => ({
    job,
    group,
    task,
    service: undefined,
    identity,
    isDefault,
    consul: isDefault ? undefined : consulOf(identity, task, group),
    asVault: !isDefault && isVault(identity, task, server),
    environment,
    server,
    namespace,
  });
  return [signing(standard, true), ...named.map((identity) => signing(identity, false))];
}

/** By the mere beginning of the name, so `consulfoo` is one as well. A task's block goes before that of the group, even an empty one. */
function consulOf({ name }: Identity, task: Task | undefined, group: Group): Consul | undefined {
  return name.startsWith('consul') ? (task?.consul ?? group.consul) : undefined;
}

function isVault({ name }: Identity, { vault }: Task, server: NomadServer): boolean {
  if (!name.startsWith('vault_')) return false;
  return server.behaviour.vaultClaimsNeedDefault ? vaultIdentityFor(name, server) !== undefined : vault !== undefined;
}

/** What the servers give to tasks of the cluster that an identity is named for. */
export function vaultIdentityFor(name: string, { vaults }: NomadServer): ServerIdentity | undefined {
  return vaults.get(name.slice('vault_'.length))?.defaultIdentity;
}
