import { about } from '../about.ts';
import { clusterOf } from '../cluster-of.ts';
import type { WorkloadLook } from '../look.ts';
import { jobFile } from '../healthy/job-file.ts';
import { defineRule } from '../rule.ts';
import { addressOf } from '../subject.ts';

export default defineRule({
  id: 'job/registration-refused',
  title: 'Nomad will refuse the job',
  cases: ['JS-04', 'JS-05', 'JS-14', 'NS-03'],
  severity: 'error',
  reads: ['nomad/jobs'],
  why: "Nomad's servers check a job and its identities when it is registered. The job was checked in the same way, with the configuration of the servers: it is refused with the text shown, and nothing of it runs.",
  fix: 'Change what the text names. For an identity without an audience: write `aud`, in the job or, for identities that the servers add, in their configuration.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/identity'],
  examples: {
    bad: jobFile({
      task: `
vault {
  change_mode = "sometimes"
}`,
    }),
    good: jobFile({}),
  },

  *check(look) {
    for (const { reading, job, explanation, workloads } of look.sampledJobs) {
      const { accepted, error } = explanation.registration;
      if (accepted) continue;
      yield {
        message: `Nomad refuses job ${job.id}: ${(error ?? '').replace(/\s*\n\s*/g, ' ').trim()}`,
        about: about.job(reading.namespace, job.id),
        blames: [
          about.agentIdentity('consul-service'),
          about.agentIdentity('consul-task'),
          about.agentIdentity('vault-default'),
          ...workloads.map((one) => about.agentIdentity('vault-default', clusterOf(one, 'vault', look.settings))),
          ...workloads.filter((one) => isNamedBy(error ?? '', one)).map(addressOf),
        ],
        subject: { namespace: reading.namespace, job: job.id },
        origin: reading.origin,
        evidence: { error },
      };
    }
  },
});

/** Whether the text may be about something that another rule finds in this workload. */
function isNamedBy(error: string, { service }: WorkloadLook): boolean {
  return service?.identity?.audience.length === 0 || /\bcluster\b/.test(error);
}
