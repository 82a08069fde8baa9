import { defineRule } from '../rule.ts';
import { change, inTask } from '../change.ts';
import { seenAt } from '../subject.ts';

export default defineRule({
  id: 'job/vault-policies',
  title: 'a job names Vault policies, which workload identity does not heed',
  cases: ['JS-06', 'UP-01'],
  severity: 'warning',
  reads: ['nomad/jobs'],
  why: 'With workload identity the policies of a task come from the role that it logs in with; `policies` in the `vault` block is ignored, and gone since Nomad 1.10.',
  fix: 'Take `policies` out, give the policies to a role (`token_policies`; in the spec a grant does it), and name the role: `vault { role = "…" }`.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/vault'],
  examples: {
    bad: {
      says: 'A task names policies in its vault block.',
      world: (healthy) => change.jobs(healthy, (job) => inTask(job, { Vault: { Policies: ['web'] } })),
    },
    good: { says: 'Its vault block names none.', world: (healthy) => healthy },
  },

  *checkWorkload(one) {
    const policies = one.service === undefined ? (one.task?.vault?.policies ?? []) : [];
    if (policies.length === 0) return;
    yield {
      message: `task ${one.task?.name ?? ''} of job ${one.of.job.id} names the Vault policies ${policies.join(', ')}, which are not heeded`,
      ...seenAt(one, `${one.path}/Vault/Policies`),
      evidence: { policies },
    };
  },
});
