import { textsOf } from '../../validation/object.ts';
import type { AgentIdentity } from '../about.ts';
import { identityOf } from '../agent/missing-identity.ts';
import { change, inTask } from '../change.ts';
import { clusterOf, clustersOf } from '../cluster-of.ts';
import { valueEdits } from '../edit.ts';
import { twoClusters } from '../healthy/two-clusters.ts';
import { linkOf } from '../link-of.ts';
import type { WorkloadLook } from '../look.ts';
import { defineRule } from '../rule.ts';
import { seenAt } from '../subject.ts';
import { workloadInWords } from '../workload/denied-needs.ts';

export default defineRule({
  id: 'job/audience-of-other-cluster',
  title: 'a job writes an identity for one cluster with the audience of another',
  cases: ['MC-03', 'CL-01'],
  severity: 'warning',
  reads: ['nomad/jobs', 'nomad/agents'],
  why: 'With several clusters of Consul or Vault (Nomad Enterprise), each has an audience of its own in the configuration of the servers. An identity in a job replaces that of the servers as a whole. This one has the audience that the servers give to workloads of another cluster, and none that they give to those of its own: most likely the login is refused (`aud claim does not match any bound audience`).',
  fix: 'Write the audience of the cluster that the workload is for, or take the identity out of the job: the servers then give theirs.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/identity'],
  examples: {
    bad: {
      says: 'A task of the cluster east of Consul has an identity for consul.io; servers give east.consul there.',
      world: (healthy) =>
        change.jobs(twoClusters(healthy), (job) =>
          inTask(job, { Consul: { Cluster: 'east' }, Identities: [identity('consul.io'), vault] }),
        ),
    },
    good: {
      says: 'The identity is for east.consul.',
      world: (healthy) =>
        change.jobs(twoClusters(healthy), (job) =>
          inTask(job, { Consul: { Cluster: 'east' }, Identities: [identity('east.consul'), vault] }),
        ),
    },
  },

  *checkWorkload(one, around) {
    for (const { which, product, audience, path } of written(one)) {
      const all = clustersOf(around.settings, product);
      if (all.length < 2 || audience.length === 0) continue;
      const cluster = clusterOf(one, product, around.settings);
      if (one.service === undefined && !isNamedFor(one, path, `${product}_${cluster}`)) continue;
      // Where the login itself was seen to fail, that is said instead.
      if (linkOf(one.chainIfTaken(product), 'login')?.state === 'broken') continue;
      const given = (of: string): readonly string[] => textsOf(identityOf(around.settings, which, of)?.['Audience']);
      const own = given(cluster);
      if (own.length === 0 || audience.some((text) => own.includes(text))) continue;
      const other = all.find((name) => audience.some((text) => given(name).includes(text)));
      if (other === undefined) continue;
      const at = `${path}/Audience`;
      const edits = valueEdits(around, one.of.reading.origin, at, JSON.stringify(own));
      yield {
        message: `the identity of ${workloadInWords(one)} of job ${one.of.job.id} is for ${audience.join(', ')}, as in the cluster ${other} of ${product === 'consul' ? 'Consul' : 'Vault'}, and it logs in at the cluster ${cluster}, for which the servers give ${own.join(', ')}`,
        ...seenAt(one, at),
        evidence: { audience, cluster, given: own },
        ...(edits.length === 0 ? {} : { fix: { edits } }),
      };
    }
  },
});

function identity(audience: string): Readonly<Record<string, unknown>> {
  return { Name: 'consul_east', Audience: [audience], TTL: 3_600_000_000_000 };
}

const vault = { ...identity('vault.io'), Name: 'vault_default' };

interface Written {
  readonly which: AgentIdentity;
  readonly product: 'consul' | 'vault';
  readonly audience: readonly string[];
  readonly path: string;
}

function written({ service, task, path }: WorkloadLook): readonly Written[] {
  if (service !== undefined)
    return service.identity === undefined || service.provider !== 'consul'
      ? []
      : [
          {
            which: 'consul-service',
            product: 'consul',
            audience: service.identity.audience,
            path: `${path}/Identity`,
          },
        ];
  return (task?.identities ?? []).flatMap(({ name, audience }, index): readonly Written[] => {
    const at = `${path}/Identities/${String(index)}`;
    if (name.startsWith('vault_')) return [{ which: 'vault-default', product: 'vault', audience, path: at }];
    return name.startsWith('consul_') ? [{ which: 'consul-task', product: 'consul', audience, path: at }] : [];
  });
}

/** One for a cluster that the task does not log in at is never shown to anybody. */
function isNamedFor({ task }: WorkloadLook, path: string, name: string): boolean {
  return task?.identities[Number(path.split('/').at(-1))]?.name === name;
}
