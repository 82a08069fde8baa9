import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { relyingParties } from '../relying-party.ts';

export default defineRule({
  id: 'keys/single-agent',
  title: 'all keys come from one Nomad agent',
  cases: ['JW-10'],
  severity: 'info',
  reads: ['nomad/agents'],
  why: 'The address of the keys is an IP address, hence one agent. While that agent is away, no workload can log in anywhere.',
  fix: 'Give a name that leads to several agents: a load balancer, or a DNS name with several addresses.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/consul',
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/vault',
  ],
  examples: {
    bad: {
      says: 'The address of the keys is that of one of three servers.',
      world: (healthy) =>
        change.agents(
          change.authMethod(healthy, { Config: { JWKSURL: 'https://192.0.2.11:4646/.well-known/jwks.json' } }),
          (agent) => (agent.server ? [agent, { ...agent, name: 'server-2' }, { ...agent, name: 'server-3' }] : agent),
        ),
    },
    good: { says: 'The address of the keys is a name.', world: (healthy) => healthy },
  },

  *check(look) {
    if (look.servers.length < 2) return;
    for (const party of relyingParties(look)) {
      const url = party.jwksUrl || party.discoveryUrl;
      if (!/^https?:\/\/(?:\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\])(?:[:/]|$)/.test(url) || /\/\/127\./.test(url)) continue;
      yield {
        message: `${party.name} fetches keys from one agent only: ${url}`,
        about: party.about,
        subject: { object: party.about },
        origin: look.originOf(party.about),
        evidence: { url, servers: look.servers.length },
      };
    }
  },
});
