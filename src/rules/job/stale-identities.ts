import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { identityOf } from '../agent/missing-identity.ts';
import { change, inService } from '../change.ts';
import { clusterOf } from '../cluster-of.ts';
import { addressOf, subjectOf } from '../subject.ts';

export default defineRule({
  id: 'job/stale-identities',
  title: 'a job was registered before the servers gave identities',
  cases: ['JS-17', 'UP-02', 'NS-01', 'NS-02', 'NS-03'],
  severity: 'error',
  reads: ['nomad/jobs', 'nomad/agents'],
  why: "Identities are added when a job is registered, not when it is placed. A job from before the configuration changed has none, and its allocations go on without: services are registered with the client's own token, templates ask with it or fail with `ACL not found`.",
  fix: 'Register the job again (`nomad job run`), with or without a change.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/identity'],
  examples: {
    bad: {
      says: 'The job is stored without the identity of its service.',
      world: (healthy) => change.jobs(healthy, (job) => inService(job, { Identity: null })),
    },
    good: { says: 'The job is stored with its identities.', world: (healthy) => healthy },
  },

  *checkWorkload(one, around) {
    if (!one.of.reading.stored) return;
    for (const product of ['consul', 'vault'] as const) {
      const link = one.chain(product)?.links[0];
      if (link?.link !== 'identity' || link.why !== 'stored without') continue;
      const which =
        product === 'vault' ? 'vault-default' : one.service === undefined ? 'consul-task' : 'consul-service';
      // What no server gives, registering again would not bring.
      const cluster = clusterOf(one, product, around.settings);
      if (around.servers.some((server) => identityOf(around.settingsOf(server), which, cluster) === undefined))
        continue;
      const what = one.service === undefined ? `task ${one.task?.name ?? ''}` : `service ${one.service.name}`;
      yield {
        message: `${what} of job ${one.of.job.id} has no identity for ${product === 'consul' ? 'Consul' : 'Vault'}: it was registered before the servers gave one`,
        about: addressOf(one),
        // With what the servers give now, registering it again would not help.
        blames: [about.agentIdentity(which, cluster)],
        subject: subjectOf(one),
        origin: one.of.reading.origin,
        path: one.path,
        evidence: { jobModifyIndex: one.of.reading.modifyIndex },
      };
    }
  },
});
