import { about } from '../about.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'agent/configuration-refused',
  title: "Nomad refuses an agent's configuration",
  cases: ['NS-12'],
  severity: 'error',
  reads: [],
  why: 'An agent does not start with a configuration that it cannot read. In JSON, Nomad before 1.11.3 does not read a `consul` or `vault` block that holds nothing but blocks, such as identities alone: it takes their names for labels and ends with `extra keys`.',
  fix: 'Mend the file at the place that is named.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration'],
  examples: {
    bad: {
      files: { 'server.hcl': 'server {\n  enabled = true\n}\n\nconsul {\n  service_identity = "consul.io"\n}\n' },
    },
    good: {
      files: {
        'server.hcl': `
server {
  enabled = true
}

consul {
  service_identity {
    aud = ["consul.io"]
    ttl = "1h"
  }

  task_identity {
    aud = ["consul.io"]
    ttl = "1h"
  }
}

vault {
  enabled = true

  default_identity {
    aud = ["vault.io"]
    ttl = "1h"
  }
}
`,
      },
    },
  },

  *check(look) {
    for (const { part, what, reason, refused } of look.world.notRead) {
      if (part !== 'nomad/agents' || refused === undefined) continue;
      yield {
        message: `Nomad refuses ${what}: ${reason}`,
        about: about.agent(what),
        subject: { agent: what },
        origin: refused.origin,
        ...(refused.hint === undefined ? {} : { fix: { text: refused.hint } }),
      };
    }
  },
});
