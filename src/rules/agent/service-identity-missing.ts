import { defineRule } from '../rule.ts';
import { missingIdentity } from './missing-identity.ts';

export default defineRule({
  id: 'agent/service-identity-missing',
  title: 'servers give services no Consul identity',
  cases: ['NS-01'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: "Without `service_identity` in the `consul` block of the servers, a service gets no JWT for Consul, and Nomad registers it with the token of the client's own agent. Nothing fails while that token may write every service; as soon as it may not, the client's log says `lacks permission 'service:write'` and names the agent's accessor.",
  fix: 'Add `service_identity { aud = ["consul.io"] ttl = "1h" }` to the `consul` block of every server, restart them, and register the jobs again: identities are added when a job is registered.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/consul#service_identity'],
  examples: {
    bad: {
      files: {
        'server.hcl': `
server {
  enabled = true
}

consul {
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

  check: (look) => missingIdentity(look, 'consul-service'),
});
