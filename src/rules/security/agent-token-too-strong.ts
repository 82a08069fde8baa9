import { about } from '../about.ts';
import { change } from '../change.ts';
import { agentTokens } from '../consul/agent-tokens.ts';
import { rightsOfToken } from '../consul/rights.ts';
import { defineRule } from '../rule.ts';
import { excessOf } from './excess.ts';

export default defineRule({
  id: 'security/agent-token-too-strong',
  title: "the token of Nomad's agents may do more than they need",
  cases: ['NC-04', 'NC-08'],
  severity: 'warning',
  reads: ['consul/tokens', 'consul/objects'],
  why: "Whatever has no identity of its own falls back on the client's token: services without `identity`, and in many versions templates without `consul {}`. When that token may read keys or everything, such jobs seem to be in order, until the token is tightened or a new version stops lending it; and whoever gets at a client's disk gets at all of that.",
  fix: 'Give clients `agent_prefix "" read`, `node_prefix "" read` and `service_prefix "" write` and no more; servers `mesh = "write"` besides. Look first at what this audit says of jobs without an identity.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/secure/acl/consul',
    'https://github.com/hashicorp/nomad/issues/27777',
  ],
  examples: {
    bad: {
      says: "The clients' token may read all keys.",
      world: (healthy) =>
        change.policyRules(healthy, 'nomad-client', {
          agent_prefix: { '': { policy: 'read' } },
          node_prefix: { '': { policy: 'read' } },
          service_prefix: { '': { policy: 'write' } },
          key_prefix: { '': { policy: 'read' } },
        }),
    },
    good: { says: "The clients' token may do what Nomad's documentation says.", world: (healthy) => healthy },
  },

  *check(look) {
    const { consul } = look.world;
    if (consul === undefined) return;
    for (const { accessor, token, whose, server } of agentTokens(look)) {
      const rights = rightsOfToken(consul, token);
      if (rights === undefined) continue;
      // Consul's own template for clients gives keys too, for versions in which templates had no token of their own.
      const excess = excessOf(rights, [
        'service:write',
        'node:write',
        ...(server ? ['acl:write', 'mesh:write', 'operator:write'] : []),
      ]).filter(({ by }) => !by.startsWith('templated policy '));
      if (excess.length === 0) continue;
      yield {
        message: `${whose} has ${excess.map(({ what }) => what).join(', ')}, which Nomad does not need`,
        about: about.consulToken(accessor),
        subject: { object: about.consulToken(accessor) },
        origin: look.originOf(about.consulToken(accessor)),
        evidence: { excess },
      };
    }
  },
});
