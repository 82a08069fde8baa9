import { defineRule } from '../rule.ts';
import type { ApiObject } from '../../model/api-object.ts';
import { change, inTask } from '../change.ts';
import type { WorkloadLook } from '../look.ts';
import { addressOf, subjectOf } from '../subject.ts';

export default defineRule({
  id: 'agent/cluster-unknown',
  title: 'a job names a cluster of Consul or Vault that no agent knows',
  cases: ['NC-10', 'JS-14', 'MC-03', 'MC-04'],
  severity: 'error',
  reads: ['nomad/agents', 'nomad/jobs'],
  why: '`cluster` in a `consul`, `vault` or `service` block names one of the clusters that agents are configured with (`name` in their blocks). Clusters other than `default` exist in Nomad Enterprise only: elsewhere the job fails with `unable to find configuration for consul cluster`.',
  fix: 'Name a cluster that the agents have, or leave `cluster` out.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/consul',
    'https://developer.hashicorp.com/nomad/docs/configuration/vault',
  ],
  examples: {
    bad: {
      says: 'A task names the Vault cluster eu.',
      world: (healthy) => change.jobs(healthy, (job) => inTask(job, { Vault: { Cluster: 'eu' } })),
    },
    good: { says: 'All blocks are about the cluster default.', world: (healthy) => healthy },
  },

  *check(look) {
    const agents = [...look.servers, ...look.clients];
    const known = (member: 'Consuls' | 'Vaults'): ReadonlySet<unknown> =>
      new Set([
        'default',
        '',
        ...agents
          .flatMap(({ config }) => (config[member] as readonly ApiObject[] | undefined) ?? [])
          .map(({ Name }) => Name),
      ]);
    const clusters = { consul: known('Consuls'), vault: known('Vaults') };
    for (const one of look.sampledWorkloads) {
      for (const { product, cluster, path } of namedBy(one)) {
        if (clusters[product].has(cluster)) continue;
        yield {
          message: `the cluster ${cluster} of ${product === 'consul' ? 'Consul' : 'Vault'} is not known to any agent`,
          about: addressOf(one),
          subject: subjectOf(one),
          origin: one.of.reading.origin,
          path,
          evidence: { known: [...clusters[product]].filter((name) => name !== '') },
        };
      }
    }
  },
});

interface Named {
  readonly product: 'consul' | 'vault';
  readonly cluster: string;
  /** Where the job names it. */
  readonly path: string;
}

/** The clusters that a workload names, or its group in its place. */
function namedBy({ service, task, group, path }: WorkloadLook): readonly Named[] {
  const groupPath = `${path.split('/').slice(0, 2).join('/')}/Consul/Cluster`;
  if (service !== undefined) {
    if (service.provider !== 'consul') return [];
    const own = service.cluster !== '' && service.cluster !== 'default';
    return own
      ? [{ product: 'consul', cluster: service.cluster, path: `${path}/Cluster` }]
      : [{ product: 'consul', cluster: group.consul?.cluster ?? '', path: groupPath }];
  }
  const consul = (task?.consul ?? group.consul)?.cluster ?? '';
  return [
    { product: 'consul', cluster: consul, path: task?.consul === undefined ? groupPath : `${path}/Consul/Cluster` },
    { product: 'vault', cluster: task?.vault?.cluster ?? '', path: `${path}/Vault/Cluster` },
  ];
}
