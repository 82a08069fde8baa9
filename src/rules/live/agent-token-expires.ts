import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';
import { agentTokens } from '../consul/agent-tokens.ts';

export default defineRule({
  id: 'live/agent-token-expires',
  title: "the token of Nomad's agents has an end, or is gone",
  cases: ['RP-07'],
  severity: 'warning',
  reads: ['consul/tokens'],
  why: "Nomad reads its Consul token once, when it starts. When the token ends, as those that Vault's Consul engine hands out do, or is deleted, services are neither registered nor removed any more, and Envoy keeps the token it began with: `ACL not found`.",
  fix: 'Give the agents a token without an end, or see to it that the new one is written into their configuration and the agents are restarted before the old one ends.',
  references: ['https://github.com/hashicorp/nomad/issues/13537'],
  examples: {
    bad: {
      says: "The clients' token ends in an hour.",
      world: (healthy) => endingIn(healthy, 3600),
    },
    good: { says: 'The token has no end.', world: (healthy) => healthy },
  },

  *check(look) {
    const { consul } = look.world;
    const tokens = consul?.tokens ?? [];
    const known = new Set(tokens.map(({ AccessorID }) => AccessorID));
    for (const [user, accessor] of Object.entries(consul?.tokensOfAgents ?? {})) {
      if (known.has(accessor) || !user.startsWith('nomad ')) continue;
      yield {
        message: `${user} uses the Consul token ${accessor}, which does not exist any more`,
        about: about.consulToken(accessor),
        subject: { object: about.consulToken(accessor) },
        origin: look.originOf(about.consulToken(accessor)),
        severity: 'error',
      };
    }
    for (const { accessor, token, whose } of agentTokens(look)) {
      const end = Date.parse(String(token['ExpirationTime'])) / 1000;
      // Consul writes the year 1 for none.
      if (Number.isNaN(end) || end <= 0) continue;
      yield {
        message: `${whose} ${end <= look.now ? 'ended' : 'ends'} at ${new Date(end * 1000).toISOString()}`,
        about: about.consulToken(accessor),
        subject: { object: about.consulToken(accessor) },
        origin: look.originOf(about.consulToken(accessor)),
        severity: end <= look.now ? 'error' : 'warning',
        evidence: { ExpirationTime: token['ExpirationTime'] },
      };
    }
  },
});

function endingIn(world: Parameters<typeof change.consul>[0], seconds: number): typeof world {
  const end = new Date((world.takenAt + seconds) * 1000).toISOString();
  return change.consul(world, {
    tokens: (world.consul?.tokens ?? []).map((token) =>
      token['Description'] === 'Nomad client' ? { ...token, ExpirationTime: end } : token,
    ),
  });
}
