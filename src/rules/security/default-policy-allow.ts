import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'security/default-policy-allow',
  title: 'Consul allows what no policy forbids',
  cases: ['RP-04'],
  severity: 'warning',
  reads: ['consul/agent'],
  why: 'With `acl.default_policy = "allow"` every token, and every request without one, may do all but manage ACLs. Workloads do not need their identities then, so that what is missing shows only on the day on which the default becomes `deny`.',
  fix: 'Set `acl.default_policy = "deny"` on all agents of Consul, after this audit has nothing more to say with `deny`.',
  references: ['https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file/acl'],
  examples: {
    bad: {
      says: 'The default policy is allow.',
      world: (healthy) => change.consul(healthy, { defaultPolicy: 'allow' }),
    },
    good: { says: 'The default policy is deny.', world: (healthy) => healthy },
  },

  *check({ world: { consul } }) {
    if (consul?.defaultPolicy !== 'allow') return;
    yield {
      message: `the default policy of Consul in ${consul.datacenter} is allow`,
      about: about.datacenter,
      subject: { object: about.datacenter },
      origin: { from: 'server', request: 'consul GET /v1/agent/self' },
    };
  },
});
