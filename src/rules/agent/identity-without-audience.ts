import type { AgentIdentity } from '../about.ts';
import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { identities, identityOf } from './missing-identity.ts';

export default defineRule({
  id: 'agent/identity-without-audience',
  title: 'an identity that servers give has no audience',
  cases: ['JS-05', 'CL-01'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: 'An identity without `aud` has no audience, so a method or role that is bound to one refuses it, and a job to whose services and tasks it would be added is rejected when it is registered. Keys that Nomad does not know, such as `enabled`, are no substitute: they are ignored without a word.',
  fix: 'Write the audience that the auth method or role is bound to into the block: `aud = ["consul.io"]` for Consul, `aud = ["vault.io"]` for Vault.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/consul#service_identity'],
  examples: {
    bad: {
      files: {
        'server.hcl': `
server {
  enabled = true
}

consul {
  service_identity {
    enabled = true
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
    for (const server of look.servers) {
      for (const which of Object.keys(identities) as AgentIdentity[]) {
        const identity = identityOf(look.settingsOf(server), which);
        const audience = identity?.['Audience'];
        if (identity === undefined || (Array.isArray(audience) && audience.length > 0)) continue;
        const { name, path, member, block } = identities[which];
        const unknown = (server.notes ?? []).filter(
          (note) => note.kind === 'unknown-key' && note.path.startsWith(`${path}/${member}/`),
        );
        const keys = unknown.map((note) => note.path.slice(note.path.lastIndexOf('/') + 1));
        yield {
          message: `${name} in the ${block} block of server ${server.name} has no aud${keys.length === 0 ? '' : `; ${keys.join(', ')} ${keys.length === 1 ? 'is no key' : 'are no keys'} of it and ${keys.length === 1 ? 'is' : 'are'} ignored`}`,
          about: about.agentIdentity(which),
          subject: { agent: server.name },
          origin: server.origin,
          path: `${path}/${member}`,
        };
      }
    }
  },
});
