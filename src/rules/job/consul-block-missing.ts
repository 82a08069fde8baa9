import { jobFile, keyTemplate } from '../healthy/job-file.ts';
import { defineRule } from '../rule.ts';
import { missingBlock } from './missing-block.ts';

export default defineRule({
  id: 'job/consul-block-missing',
  title: 'a template asks Consul, and its task has no consul block',
  cases: ['JS-01', 'JS-02', 'NC-05', 'UP-03'],
  severity: 'error',
  reads: ['nomad/jobs'],
  why: "Since Nomad 1.10 a task gets an identity for Consul only if it, or its group, has a `consul` block; that a service of it is registered in Consul does not count. Without one its templates ask with the client's own token, or with none: `Permission denied` or, from 2.0.4 on, `ACL not found`.",
  fix: 'Add `consul {}` to the task (or the group), and register the job again.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/consul'],
  examples: {
    bad: jobFile({ task: keyTemplate }),
    good: jobFile({ task: `consul {}\n${keyTemplate}` }),
  },

  *checkWorkload(one, around) {
    const seen = missingBlock(one, around, 'consul');
    if (seen !== undefined) yield seen;
  },
});
