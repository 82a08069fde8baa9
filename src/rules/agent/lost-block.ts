import { about } from '../about.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'agent/lost-block',
  title: "a block of an agent's configuration is lost when its files are put together",
  cases: ['NS-01', 'NS-02', 'NS-03', 'NS-05'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: 'An agent puts its files together in the order of their names, and a block that stands twice is not always merged: what stands in the earlier one is lost, without a word.',
  fix: 'Write each `consul` and `vault` block once, with everything in it.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/consul',
    'https://developer.hashicorp.com/nomad/docs/configuration/vault',
  ],
  examples: {
    bad: {
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

consul {
  address = "127.0.0.1:8500"
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

  *check(look) {
    for (const agent of new Set([...look.servers, ...look.clients])) {
      for (const { kind, path } of agent.notes ?? []) {
        if (kind === 'unknown-key') continue;
        yield {
          message: `${path.split('/').join(' ')} of agent ${agent.name} is lost: ${kind === 'duplicate-block' ? 'its block stands twice in one file' : 'another file has the block too'}`,
          about: about.agent(agent.name),
          subject: { agent: agent.name },
          origin: agent.origin,
          path,
        };
      }
    }
  },
});
