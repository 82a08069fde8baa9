import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import type { AgentIdentity } from '../about.ts';
import { change } from '../change.ts';
import { atLeast } from '../version.ts';
import { identities, identityOf } from './missing-identity.ts';

export default defineRule({
  id: 'agent/json-configuration',
  title: 'a JSON configuration with identities that this Nomad cannot read',
  cases: ['NS-12'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: 'Nomad before 1.11.3 refuses identity blocks in a configuration in JSON: the agent ends with `extra keys`.',
  fix: 'Write the file in HCL, or use Nomad 1.11.3 or later.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/consul',
    'https://developer.hashicorp.com/nomad/docs/configuration/vault',
  ],
  examples: {
    bad: {
      says: 'A server of version 1.11.1 has its configuration in JSON.',
      world: (healthy) =>
        change.agents(healthy, (agent) => ({ ...agent, origin: { from: 'file', file: 'server.json', places: {} } })),
    },
    good: {
      says: 'A server of version 1.11.3 has its configuration in JSON.',
      world: (healthy) =>
        change.agents(healthy, (agent) => ({
          ...agent,
          version: '1.11.3',
          origin: { from: 'file', file: 'server.json', places: {} },
        })),
    },
  },

  *check(look) {
    for (const server of look.servers) {
      const { origin, version } = server;
      if (origin.from !== 'file' || !origin.file.endsWith('.json') || atLeast(version, '1.11.3')) continue;
      const has = (Object.keys(identities) as AgentIdentity[]).some((which) =>
        identityOf(look.settingsOf(server), which),
      );
      if (!has) continue;
      yield {
        message: `${origin.file} has identities, which Nomad ${version} does not read from JSON`,
        about: about.agent(server.name),
        subject: { agent: server.name },
        origin,
        evidence: { version },
      };
    }
  },
});
