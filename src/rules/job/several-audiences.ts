import { jobFile } from '../healthy/job-file.ts';
import { defineRule } from '../rule.ts';
import { seenAt } from '../subject.ts';
import { ownIdentities } from './own-identities.ts';

export default defineRule({
  id: 'job/several-audiences',
  title: 'an identity is good for several audiences',
  cases: ['JS-05'],
  severity: 'info',
  reads: ['nomad/jobs'],
  why: 'Whoever receives such a JWT can use it at the other audiences too. Nomad warns about it at registration.',
  fix: 'Give each product an identity of its own.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/identity'],
  examples: {
    bad: jobFile({
      service: `
identity {
  aud = ["consul.io", "vault.io"]
  ttl = "1h"
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

  *checkWorkload(one) {
    for (const { identity, path } of ownIdentities(one)) {
      const { name, audience } = identity;
      if (audience.length < 2) continue;
      yield {
        message: `identity ${name || `of service ${one.service?.name ?? ''}`} is good for ${audience.join(', ')}`,
        ...seenAt(one, path),
      };
    }
  },
});
