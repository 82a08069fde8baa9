import { jobFile, secretTemplate } from '../healthy/job-file.ts';
import { defineRule } from '../rule.ts';
import { missingBlock } from './missing-block.ts';

export default defineRule({
  id: 'job/vault-block-missing',
  title: 'a template asks Vault, and its task has no vault block',
  cases: ['JS-03'],
  severity: 'error',
  reads: ['nomad/jobs'],
  why: 'A task gets an identity and a token for Vault only if it, its group or its job has a `vault` block. The identity in `NOMAD_TOKEN` is another one: its audience is `nomadproject.io`, and neither Vault nor Consul takes it.',
  fix: 'Add `vault {}` to the task, and register the job again.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/vault'],
  examples: {
    bad: jobFile({ task: secretTemplate }),
    good: jobFile({ task: `vault {}\n${secretTemplate}` }),
  },

  *checkWorkload(one, around) {
    const seen = missingBlock(one, around, 'vault');
    if (seen !== undefined) yield seen;
  },
});
