import { formatGoDuration } from '../../syntax/go-duration.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';
import { methodsInUse } from './methods-in-use.ts';

export default defineRule({
  id: 'consul/max-token-ttl',
  title: 'the auth method lets tokens expire, and Nomad does not renew them',
  cases: ['CA-01', 'LC-06'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'With `MaxTokenTTL` every token of the method ends after that time, while Nomad logs in once for each allocation and never again. What still runs then meets `ACL not found`: services cannot be changed, templates fail, and Envoy is `unauthenticated`.',
  fix: 'Take `MaxTokenTTL` away (leave out `max_token_ttl`). Tokens that exist keep their end, so replace the allocations that use them.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/secure/acl/consul',
    'https://github.com/hashicorp/nomad/issues/20185',
  ],
  examples: {
    bad: {
      says: 'Tokens of the auth method end after an hour.',
      world: (healthy) => change.authMethod(healthy, { MaxTokenTTL: '1h0m0s' }),
    },
    good: { says: 'Tokens live until they are given back.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { name, method } of methodsInUse(look)) {
      if (method.maxTokenTTL === 0n) continue;
      yield {
        message: `tokens of auth method ${name} end after ${formatGoDuration(method.maxTokenTTL)}, and Nomad never renews them`,
        about: about.consulTokens(name),
        subject: { object: about.authMethod(name) },
        origin: look.originOf(about.authMethod(name)),
        path: 'MaxTokenTTL',
        evidence: { MaxTokenTTL: formatGoDuration(method.maxTokenTTL) },
      };
    }
  },
});
