import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import type { AgentIdentity } from '../about.ts';
import { removingEdits } from '../edit.ts';
import { identities, identityOf } from './missing-identity.ts';

export default defineRule({
  id: 'agent/misplaced-settings',
  title: 'a setting stands on the wrong kind of agent',
  cases: ['NS-04'],
  severity: 'warning',
  reads: ['nomad/agents'],
  why: 'Identity blocks (`service_identity`, `task_identity`, `default_identity`) work on servers; where clients log in (`service_auth_method`, `task_auth_method`, `jwt_auth_backend_path`, `create_from_role`) works on clients. On the other kind of agent they are ignored without a word.',
  fix: 'Move the setting to the agents that heed it.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/consul',
    'https://developer.hashicorp.com/nomad/docs/configuration/vault',
  ],
  examples: {
    bad: {
      files: {
        'client.hcl': `
client {
  enabled = true
}

consul {
  service_identity {
    aud = ["consul.io"]
    ttl = "1h"
  }

  service_auth_method = "nomad-workloads"
  task_auth_method    = "nomad-workloads"
}

vault {
  enabled               = true
  address               = "https://vault.example.com:8200"
  jwt_auth_backend_path = "jwt-nomad"
}
`,
      },
    },
    good: {
      files: {
        'client.hcl': `
client {
  enabled = true
}

consul {
  service_auth_method = "nomad-workloads"
  task_auth_method    = "nomad-workloads"
}

vault {
  enabled               = true
  address               = "https://vault.example.com:8200"
  jwt_auth_backend_path = "jwt-nomad"
}
`,
      },
    },
  },

  *check(look) {
    for (const agent of look.clients) {
      if (agent.server) continue;
      for (const which of Object.keys(identities) as AgentIdentity[]) {
        if (identityOf(look.settingsOf(agent), which) === undefined) continue;
        // Servers that give it as well have it where it works: the copy does no harm.
        const works = look.servers.some((server) => identityOf(look.settingsOf(server), which) !== undefined);
        const { name, path, member, block } = identities[which];
        const edits = works ? removingEdits(look, agent.origin, `${path}/${member}`) : [];
        yield {
          message: `${name} in the ${block} block of client ${agent.name} does nothing: only servers give identities`,
          about: about.agent(agent.name),
          blames: works ? [] : [about.agentIdentity(which)],
          severity: works ? 'info' : 'warning',
          subject: { agent: agent.name },
          origin: agent.origin,
          path: `${path}/${member}`,
          ...(edits.length === 0 ? {} : { fix: { edits } }),
        };
      }
    }
  },
});
