import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change, inTask } from '../change.ts';
import { clusterOf } from '../cluster-of.ts';
import { linkOf, needsOf } from '../link-of.ts';
import type { Look, WorkloadLook } from '../look.ts';
import { addressOf, subjectOf } from '../subject.ts';
import { takenInstead } from './taken-instead.ts';

export default defineRule({
  id: 'workload/no-identity',
  title: 'a workload has no identity to log in with',
  cases: ['NS-01', 'NS-02', 'NS-03'],
  severity: 'error',
  reads: ['nomad/jobs'],
  why: 'Nothing gives this task or service an identity for the product that it needs: neither the job nor the servers. It gets no JWT, and so no token of its own.',
  fix: 'Let the servers give identities, or write one into the job.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/identity'],
  examples: {
    bad: {
      says: 'The servers have no default_identity, and the job is stored without one.',
      world: (healthy) =>
        change.servers(
          change.jobs(healthy, (job) => inTask(job, { Identities: [] })),
          { Vaults: [{ Name: 'default', Enabled: true }] },
        ),
    },
    good: { says: 'Service and task have identities.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const one of look.sampledWorkloads) {
      for (const product of ['consul', 'vault'] as const) {
        const link = one.chain(product)?.links[0];
        if (link?.link !== 'identity' || link.state !== 'broken') continue;
        if (saidElsewhere(look, one, product)) continue;
        const which =
          product === 'vault' ? 'vault-default' : one.service === undefined ? 'consul-task' : 'consul-service';
        const what = one.service === undefined ? `task ${one.task?.name ?? ''}` : `service ${one.service.name}`;
        const here = addressOf(one);
        yield {
          message: `${what} has no identity for ${product === 'consul' ? 'Consul' : 'Vault'}`,
          about: here,
          blames: [here, about.agentIdentity(which, clusterOf(one, product, look.settings))],
          subject: subjectOf(one),
          origin: one.of.reading.origin,
          path: one.path,
          evidence: { why: link.why ?? null },
        };
      }
    }
  },
});

/** A block that a template misses is a finding of its own, and so is that another token takes its place. */
function saidElsewhere(look: Look, one: WorkloadLook, product: 'consul' | 'vault'): boolean {
  const chain = one.chain(product);
  const why = linkOf(chain, 'identity')?.why;
  const asked = needsOf(chain).some(({ origin }) => origin !== '');
  return (
    (asked && (why === 'no consul block' || why === 'no vault block')) || takenInstead(look, one, product) !== undefined
  );
}
