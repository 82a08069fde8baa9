import { jobFile } from '../healthy/job-file.ts';
import { memberAt } from '../member-at.ts';
import { defineRule } from '../rule.ts';
import { seenAt } from '../subject.ts';
import { writtenTokens } from './written-tokens.ts';

export default defineRule({
  id: 'security/token-in-job',
  title: 'a token is written into a job',
  cases: [],
  severity: 'warning',
  reads: ['nomad/jobs'],
  why: 'Whoever may read the job reads the token, and it stays in every version that Nomad keeps. It is not renewed, it belongs to no allocation, and it is the same for all: when it ends or is revoked, the task loses its access and Nomad gets it no other.',
  fix: 'Take the token out, revoke it, and give the task a `vault` or `consul` block: Nomad then logs in for each allocation and puts the token into the same variable.',
  references: ['https://developer.hashicorp.com/nomad/docs/concepts/workload-identity'],
  examples: {
    bad: jobFile({
      task: `
env {
  CONSUL_HTTP_TOKEN = "00000000-not-a-real-one"
}`,
    }),
    good: jobFile({ task: 'consul {}' }),
  },

  *checkWorkload(one) {
    if (one.task === undefined || one.service !== undefined) return;
    const said = (variable: string, path: string) => ({
      message: `task ${one.task?.name ?? ''} of job ${one.of.job.id} has a token written into ${path === 'Config/args' ? `what its program is called with (${variable})` : `its ${variable}`}`,
      ...seenAt(one, `${one.path}/${path}`),
    });
    for (const { variable, path } of writtenTokens(one.task, memberAt(one.of.reading.job, `${one.path}/Config`)))
      yield said(variable, path);
  },
});
