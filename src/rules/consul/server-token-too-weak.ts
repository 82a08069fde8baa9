import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';
import type { Look } from '../look.ts';
import { agentTokens } from './agent-tokens.ts';
import { rightsOfToken } from './rights.ts';

export default defineRule({
  id: 'consul/server-token-too-weak',
  title: "the servers' own token may not do what servers do in Consul",
  cases: ['NS-13'],
  severity: 'warning',
  reads: ['consul/tokens', 'consul/objects'],
  why: "Nomad's servers register themselves in Consul, write the configuration entries of the gateways that jobs have (`mesh:write`), and, before 1.10, give back the tokens of services that they once made (`acl:write`). Without these, entries are not written and old tokens stay; nothing is refused to the job itself.",
  fix: 'Give the policy of the servers `agent_prefix "" read`, `node_prefix "" read`, `service_prefix "" write`, `mesh = "write"`, and before 1.10 `acl = "write"`.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/secure/acl/consul',
    'https://github.com/hashicorp/nomad/pull/19721',
  ],
  examples: {
    bad: {
      says: "The servers' token may write no service.",
      world: (healthy) =>
        change.policyRules(healthy, 'nomad-server', {
          agent_prefix: { '': { policy: 'read' } },
          node_prefix: { '': { policy: 'read' } },
        }),
    },
    good: { says: "The servers' token may write services.", world: (healthy) => healthy },
  },

  *check(look) {
    const { consul } = look.world;
    if (consul === undefined) return;
    const wanted = wantedOf(look);
    const found = agentTokens(look).flatMap((one) => {
      const rights = one.server ? rightsOfToken(consul, one.token) : undefined;
      if (rights === undefined) return [];
      return [{ ...one, lacking: wanted.filter(([resource, segment]) => !rights.allows(resource, segment, 'write')) }];
    });
    // Of several that look like it, one that is good is the one in use.
    if (found.some(({ guessed, lacking }) => guessed && lacking.length === 0)) return;
    for (const { accessor, whose, lacking } of found) {
      if (lacking.length === 0) continue;
      yield {
        message: `${whose} lacks ${lacking.map(([resource, segment]) => `${resource}:write ${segment}`.trim()).join(', ')}`,
        about: about.consulToken(accessor),
        // One token may be that of the clients as well.
        blames: [about.consulToken(accessor)],
        subject: { object: about.consulToken(accessor) },
        origin: look.originOf(about.consulToken(accessor)),
        evidence: { lacking },
      };
    }
  },
});

function wantedOf(look: Look): readonly (readonly [resource: string, segment: string])[] {
  const minor = (version: string): number => Number(/^1\.(\d+)\./.exec(version)?.[1] ?? Infinity);
  const old = look.servers.some(({ version }) => minor(version) < 10);
  const gateways = look.sampledWorkloads.some(({ service }) => service?.connect?.gateway !== undefined);
  return [
    ['service', 'nomad'],
    ...(old ? ([['acl', '']] as const) : []),
    ...(gateways ? ([['mesh', '']] as const) : []),
  ];
}
