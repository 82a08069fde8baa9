import { jobFile, secretTemplate } from '../healthy/job-file.ts';
import { defineRule } from '../rule.ts';
import { removingEdits } from '../edit.ts';
import { rawAt } from '../raw.ts';
import { seenAt } from '../subject.ts';

export default defineRule({
  id: 'job/token-expiration-allowed',
  title: 'a long-running task lets its Vault token expire',
  cases: ['JS-12'],
  severity: 'warning',
  reads: ['nomad/jobs'],
  why: '`allow_token_expiration` is for tasks that need Vault at their start only. In a service with templates that read secrets, the templates fail once the token is gone, until `vault_retry` gives up.',
  fix: 'Take `allow_token_expiration` out, or make the job a batch job.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/vault'],
  examples: {
    bad: jobFile({
      task: `
vault {
  allow_token_expiration = true
}
${secretTemplate}`,
    }),
    good: jobFile({ task: `vault {}\n${secretTemplate}` }),
  },

  *checkWorkload(one, around) {
    if (one.service !== undefined || one.task === undefined || one.of.job.type === 'batch') return;
    if (rawAt(one.of.reading.job, `${one.path}/Vault`)['AllowTokenExpiration'] !== true) return;
    const needs = (one.chain('vault')?.links ?? []).flatMap((link) => (link.link === 'need' ? [link.need] : []));
    const vault = rawAt(one.of.reading.job, `${one.path}/Vault`);
    const handed = vault['Env'] !== false || vault['DisableFile'] !== true;
    if (needs.length === 0 && !handed) return;
    const path = `${one.path}/Vault/AllowTokenExpiration`;
    const edits = removingEdits(around, one.of.reading.origin, path);
    yield {
      message: `task ${one.task.name} of job ${one.of.job.id} lets its Vault token expire, and ${needs.length === 0 ? 'goes on with it' : 'its templates go on reading secrets'}`,
      ...seenAt(one, path),
      evidence: { needs },
      ...(edits.length === 0 ? {} : { fix: { edits } }),
    };
  },
});
