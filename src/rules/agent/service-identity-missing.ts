import { about } from '../about.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'agent/service-identity-missing',
  title: 'servers give services no Consul identity',
  cases: ['NS-01'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: "Without `service_identity` in the `consul` block of the servers, a service gets no JWT for Consul. Nomad then registers it with the token of the client's own agent: nothing fails as long as that token may write every service, and `lacks permission 'service:write'` with the agent's accessor comes as soon as it may not.",
  fix: 'Add `service_identity { aud = ["consul.io"] ttl = "1h" }` to the `consul` block of every server, restart them, and register the jobs again.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/consul#service_identity'],
  examples: {
    bad: {
      files: {
        'server.hcl': `
server { enabled = true }
consul {
  task_identity {
    aud = ["consul.io"]
    ttl = "1h"
  }
}`,
      },
    },
    good: {
      files: {
        'server.hcl': `
server { enabled = true }
consul {
  service_identity {
    aud = ["consul.io"]
    ttl = "1h"
  }
}`,
      },
    },
  },

  *check(look) {
    for (const server of look.servers) {
      const { consul } = look.settingsOf(server);
      if (consul.serviceIdentity !== undefined) continue;
      yield {
        message: `server ${server.name} has no service_identity in its consul block`,
        about: about.agentIdentity('consul-service'),
        subject: { agent: server.name },
        origin: server.origin,
        path: 'Consuls/0',
      };
    }
  },
});
