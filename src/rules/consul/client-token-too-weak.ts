import { about } from '../about.ts';
import { change } from '../change.ts';
import type { WorkloadLook } from '../look.ts';
import { defineRule } from '../rule.ts';
import { agentTokens } from './agent-tokens.ts';
import { rightsOfToken, type Rights } from './rights.ts';

export default defineRule({
  id: 'consul/client-token-too-weak',
  title: "the clients' own token may not look after services",
  cases: ['NC-06', 'RP-07'],
  severity: 'error',
  reads: ['consul/tokens', 'consul/objects'],
  why: "Workload identity does not take the place of the client's own token: with it Nomad's clients register themselves, read their Consul agent, list services and, since 1.9.1, 1.8.6 and 1.7.14, remove all services, whoever registered them. Without `service:write` services of stopped allocations stay, and the log repeats 403 with the accessor of the agent's token.",
  fix: 'Give the policy of the clients `agent_prefix "" read`, `node_prefix "" read` and `service_prefix "" write`.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/secure/acl/consul',
    'https://github.com/hashicorp/nomad/pull/24166',
  ],
  examples: {
    bad: {
      says: "The clients' token may write their own service only.",
      world: (healthy) =>
        change.policyRules(healthy, 'nomad-client', {
          agent_prefix: { '': { policy: 'read' } },
          node_prefix: { '': { policy: 'read' } },
          service: { 'nomad-client': { policy: 'write' } },
        }),
    },
    good: { says: "The clients' token may write all services.", world: (healthy) => healthy },
  },

  *check(look) {
    const { consul } = look.world;
    if (consul === undefined) return;
    const lackedFor = (workloads: readonly WorkloadLook[]) =>
      agentTokens(look).flatMap((one) => {
        const rights = one.client ? rightsOfToken(consul, one.token) : undefined;
        return rights === undefined ? [] : [{ ...one, lacking: lackingOf(rights, servicesOf(workloads)) }];
      });
    if (lackedFor(look.sampledWorkloads).every(({ lacking }) => lacking.length === 0)) return;
    const found = lackedFor(look.workloads);
    // Of several that look like it, one that is good is the one in use.
    if (found.some(({ guessed, lacking }) => guessed && lacking.length === 0)) return;
    for (const { accessor, whose, guessed, lacking } of found) {
      if (lacking.length === 0) continue;
      yield {
        message: `${whose} lacks ${lacking.slice(0, 3).join(', ')}${lacking.length > 3 ? ` and ${String(lacking.length - 3)} more` : ''}`,
        about: about.consulToken(accessor),
        subject: { object: about.consulToken(accessor) },
        origin: look.originOf(about.consulToken(accessor)),
        severity: guessed ? 'warning' : 'error',
        evidence: { lacking },
      };
    }
  },
});

function servicesOf(workloads: readonly WorkloadLook[]): ReadonlySet<string> {
  return new Set(
    workloads.flatMap(({ service }) =>
      service?.provider === 'consul' && !service.name.includes('${') ? [service.name] : [],
    ),
  );
}

function lackingOf(rights: Rights, services: ReadonlySet<string>): readonly string[] {
  return [
    ...['nomad-client', ...services]
      .filter((name) => !rights.allows('service', name, 'write'))
      .map((name) => `service:write ${name}`),
    ...(rights.allows('agent', '', 'read') ? [] : ['agent:read']),
  ];
}
