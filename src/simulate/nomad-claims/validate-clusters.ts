import { vaultsByName } from './by-name.ts';
import type { Job } from './job.ts';
import type { NomadServer } from './server.ts';
import { goQuote } from '../../syntax/go-string.ts';

/** What the servers say of Vault and Consul clusters, namespaces and partitions. */
export interface ClusterErrors {
  /** At most one error each; more than one when Go's order of maps decides which block is looked at first. */
  readonly vault: readonly (readonly string[])[];
  readonly consul: readonly string[];
}

export function clusterErrors(job: Job, server: NomadServer): ClusterErrors {
  const consul = consulError(job, server);
  return { vault: vaultErrors(job, server), consul: consul === undefined ? [] : [consul] };
}

/** That a cluster is enabled is checked alike in both editions; of namespaces and names of clusters only one makes an error. */
function vaultErrors(job: Job, { behaviour, vaults }: NomadServer): readonly (readonly string[])[] {
  const blocks = [...vaultsByName(job).values()].flatMap((tasks) => [...tasks.values()]);
  const clusters = [...new Set(blocks.map(({ cluster }) => cluster))];
  const off = clusters.filter((cluster) => vaults.get(cluster)?.enabled !== true);
  if (off.length > 0) return off.map((cluster) => [`Vault ${goQuote(cluster)} not enabled but used in the job`]);
  if (behaviour.enterprise) return [[]];
  const namespaces = [...new Set(blocks.map(({ namespace }) => namespace))].filter((namespace) => namespace !== '');
  if (namespaces.length === 0)
    return clusters.some((one) => one !== 'default') ? [['non-default Vault cluster requires Nomad Enterprise']] : [[]];
  return orders(namespaces).map((names) => [
    `multiple Vault namespaces requires Nomad Enterprise, Namespaces: ${names.join(', ')}`,
  ]);
}

/** All orders of a few names; of many only the one they were found in. */
function orders(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length < 2 || names.length > 4) return [names];
  return names.flatMap((name) => orders(names.filter((other) => other !== name)).map((rest) => [name, ...rest]));
}

function consulError(job: Job, { behaviour: { enterprise } }: NomadServer): string | undefined {
  const elsewhere = 'non-default Consul cluster requires Nomad Enterprise';
  const isElsewhere = ({ cluster, provider = 'consul' }: Named): boolean =>
    !enterprise && provider === 'consul' && cluster !== 'default';
  for (const { consul, services, tasks } of job.groups) {
    if (consul !== undefined && isElsewhere(consul)) return elsewhere;
    if (services.some(isElsewhere)) return elsewhere;
    for (const task of tasks) {
      if (task.services.some(isElsewhere)) return elsewhere;
      if (task.consul === undefined) continue;
      const partition = consul?.partition ?? '';
      if (task.consul.partition !== '' && partition !== '' && task.consul.partition !== partition)
        return `task.consul.partition ${goQuote(task.consul.partition)} must match group.consul.partition ${goQuote(partition)} if both are set`;
      if (isElsewhere(task.consul)) return elsewhere;
    }
  }
  return undefined;
}

interface Named {
  readonly cluster: string;
  /** Of services. */
  readonly provider?: string;
}
