import { jobFile } from '../healthy/job-file.ts';
import { defineRule } from '../rule.ts';
import { valueEdits } from '../edit.ts';
import { seenAt } from '../subject.ts';

export default defineRule({
  id: 'job/restarts-at-renewal',
  title: 'a task restarts each time its identity for Consul or Vault is renewed',
  cases: ['JS-10'],
  severity: 'warning',
  reads: ['nomad/jobs'],
  why: '`change_mode = "restart"` (or `signal`) of the identity `consul_default` or `vault_default` follows the JWT, which is renewed at half of its ttl, not the token that was made from it: the task restarts every half hour with `Identity[consul_default]: new Identity token acquired`, for nothing.',
  fix: 'Write `change_mode = "noop"`: clients hand the token on by themselves, and for a Vault token that is another one there is `change_mode` in the `vault` block.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/identity'],
  examples: {
    bad: jobFile({
      task: `
identity {
  name        = "consul_default"
  aud         = ["consul.io"]
  ttl         = "1h"
  change_mode = "restart"
}

consul {}`,
    }),
    good: jobFile({
      task: `
identity {
  name        = "consul_default"
  aud         = ["consul.io"]
  ttl         = "1h"
  change_mode = "noop"
}

consul {}`,
    }),
  },

  *checkWorkload(one, around) {
    if (one.task === undefined || one.service !== undefined) return;
    for (const [index, { name, changeMode, file }] of one.task.identities.entries()) {
      if (!/^(?:consul|vault)_/.test(name) || changeMode === '' || changeMode === 'noop') continue;
      // A program that reads the JWT from its file wants to know of each new one.
      if (changeMode === 'signal' && file) continue;
      const path = `${one.path}/Identities/${String(index)}/ChangeMode`;
      const edits = valueEdits(around, one.of.reading.origin, path, '"noop"');
      yield {
        message: `task ${one.task.name} of job ${one.of.job.id} gets a ${changeMode} at each renewal of its identity ${name}`,
        ...seenAt(one, path),
        ...(edits.length === 0 ? {} : { fix: { edits } }),
      };
    }
  },
});
