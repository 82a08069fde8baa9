import { jobFile } from '../healthy/job-file.ts';
import { defineRule } from '../rule.ts';
import { insideEdits } from '../edit.ts';
import { seenAt } from '../subject.ts';
import { ownIdentities } from './own-identities.ts';

export default defineRule({
  id: 'job/identity-without-ttl',
  title: 'an identity never expires',
  cases: ['JS-05'],
  severity: 'info',
  reads: ['nomad/jobs'],
  why: 'An identity without `ttl` is signed without an expiry and never renewed: whoever gets hold of it has it for as long as the key is served. An identity in the job replaces that of the servers as a whole; nothing of theirs is added.',
  fix: 'Write `ttl = "1h"` into the identity.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/identity'],
  examples: {
    bad: jobFile({
      service: `
identity {
  aud = ["consul.io"]
}`,
    }),
    good: jobFile({
      service: `
identity {
  aud = ["consul.io"]
  ttl = "1h"
}`,
    }),
  },

  *checkWorkload(one, around) {
    for (const { identity, path } of ownIdentities(one)) {
      // The default one belongs to the allocation and never expires.
      if (identity.ttl !== 0 || identity.name === 'default') continue;
      // In the environment of a task it would go stale instead.
      const edits = identity.env ? [] : insideEdits(around, one.of.reading.origin, path, ['ttl = "1h"']);
      yield {
        message: `identity ${identity.name || `of service ${one.service?.name ?? ''}`} has no ttl and never expires`,
        ...seenAt(one, path),
        ...(edits.length === 0 ? {} : { fix: { edits } }),
      };
    }
  },
});
