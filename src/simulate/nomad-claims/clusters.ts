import type { Group, Job, Service, Task } from './job.ts';
import type { NomadServer } from './server.ts';
import type { Behaviour } from './version.ts';

type Edition = Pick<Behaviour, 'enterprise'>;

/**
 * The Consul of a task: its own block goes before that of the group, as a whole. The community edition knows only `default`,
 * whatever is written. Sources: Nomad's documentation of `consul` in jobs, and what the community edition's source has in
 * its place.
 */
export function consulClusterOf(task: Task, group: Group, { enterprise }: Edition): string {
  return (enterprise ? (task.consul ?? group.consul)?.cluster : undefined) || 'default';
}

/**
 * The Consul of a service: the one that it names, or else that of its group. The API writes `default` where nothing is
 * written, so which of the two Nomad sees in a `default` is not known: the documentation says that the block of a group is for
 * its services too (see `assumedOfClusters`).
 */
export function serviceClusterOf(service: Service, group: Group, { enterprise }: Edition): string {
  if (!enterprise) return 'default';
  return isDefault(service.cluster) ? group.consul?.cluster || 'default' : service.cluster;
}

export function vaultClusterOf({ vault }: Task): string {
  return vault?.cluster || 'default';
}

/** What of a job's clusters is not known, for only the documentation of Nomad Enterprise tells. */
export function assumedOfClusters({ groups }: Job, { behaviour, consuls, vaults }: NomadServer): readonly string[] {
  if (!behaviour.enterprise || consuls.size + vaults.size < 3) return [];
  const byGroup = groups.flatMap(({ consul, services, tasks }) =>
    [...services, ...tasks.flatMap((task) => task.services)].filter(
      ({ provider, cluster }) =>
        provider === 'consul' && isDefault(cluster) && consul !== undefined && !isDefault(consul.cluster),
    ),
  );
  return [
    'namespaces of Nomad neither choose clusters of Consul and Vault for their jobs nor forbid any',
    ...byGroup.map(({ name }) => `service ${name}, which names no cluster of Consul, is for that of its group`),
  ];
}

function isDefault(cluster: string): boolean {
  return cluster === '' || cluster === 'default';
}
