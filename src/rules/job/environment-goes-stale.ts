import { jobFile } from '../healthy/job-file.ts';
import { defineRule } from '../rule.ts';
import { seenAt } from '../subject.ts';

export default defineRule({
  id: 'job/environment-goes-stale',
  title: 'an identity in the environment is never renewed there',
  cases: ['JS-11'],
  severity: 'info',
  reads: ['nomad/jobs'],
  why: 'With `env = true` the JWT stands in a variable of the task\'s environment, which does not change while the task runs. Without `change_mode = "restart"` the task holds an expired JWT after the ttl.',
  fix: 'Use `file = true` and read the file each time, or add `change_mode = "restart"`.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/identity'],
  examples: {
    bad: jobFile({
      task: `
identity {
  name = "api"
  aud  = ["api.example.com"]
  ttl  = "1h"
  env  = true
}`,
    }),
    good: jobFile({
      task: `
identity {
  name = "api"
  aud  = ["api.example.com"]
  ttl  = "1h"
  file = true
}`,
    }),
  },

  *checkWorkload(one) {
    if (one.task === undefined || one.service !== undefined) return;
    for (const [index, { name, env, ttl, changeMode }] of one.task.identities.entries()) {
      if (!env || ttl === 0 || changeMode === 'restart') continue;
      yield {
        message: `identity ${name} stands in the environment of task ${one.task.name} of job ${one.of.job.id} and goes stale there`,
        ...seenAt(one, `${one.path}/Identities/${String(index)}`),
      };
    }
  },
});
