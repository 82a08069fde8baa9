import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';
import { loginsOf } from './logins.ts';

export default defineRule({
  id: 'live/tokens-left-behind',
  title: 'there are more Consul tokens than workloads',
  cases: ['LC-01', 'LC-02'],
  severity: 'info',
  reads: ['consul/tokens', 'nomad/allocations'],
  why: 'Nomad gives tokens back when an allocation ends. Those of a client that is lost stay for ever, and before 1.10.5 each restart of a client left some, since they have no end (nor may they). They keep the rights of their workloads; many thousands slow Consul down.',
  fix: 'Delete those that are older than the start of the oldest allocation with this name, `consul acl token delete -accessor-id …`; from Nomad 2.0.5 on their description names the node.',
  references: ['https://github.com/hashicorp/nomad/issues/20184'],
  examples: {
    bad: {
      says: 'There are twelve tokens for one task that runs.',
      world: (healthy) =>
        change.consul(healthy, {
          tokens: [
            ...(healthy.consul?.tokens ?? []),
            ...Array.from({ length: 11 }, (_, index) => ({
              AccessorID: `6f1a3c52-0000-4000-8000-0000000001${String(index).padStart(2, '0')}`,
              Description: 'token created via login: {"requested_by":"nomad_task_server"}',
              AuthMethod: 'nomad-workloads',
              Local: true,
            })),
          ],
        }),
    },
    good: { says: 'There is one token for each workload.', world: (healthy) => healthy },
  },

  *check(look) {
    // Tokens of allocations that were not read would count as left behind, and be deleted.
    if (look.world.notRead.some(({ part }) => part === 'nomad/jobs' || part === 'nomad/allocations')) return;
    const byMethod = new Map<string, { left: number; kept: number; by: Record<string, number> }>();
    for (const { method, who, alive, tokens } of loginsOf(look)) {
      const surplus = tokens.length - alive;
      const entry = byMethod.get(method) ?? { left: 0, kept: 0, by: {} };
      byMethod.set(method, entry);
      entry.kept += Math.min(alive, tokens.length);
      if (surplus <= 0) continue;
      entry.left += surplus;
      entry.by[who] = surplus;
    }
    for (const [method, { left, kept, by }] of byMethod) {
      if (left === 0) continue;
      const most = Object.entries(by).toSorted(([, a], [, b]) => b - a)[0];
      yield {
        message: `${left === 1 ? '1 token' : `${String(left)} tokens`} of auth method ${method} ${left === 1 ? 'belongs' : 'belong'} to no allocation, ${String(kept)} ${kept === 1 ? 'does' : 'do'}; ${most?.[0] ?? ''} left ${String(most?.[1] ?? 0)}`,
        about: about.consulTokens(method),
        subject: { object: about.authMethod(method) },
        origin: look.originOf(about.consulTokens(method)),
        severity: left > 1000 ? 'warning' : 'info',
        evidence: { left: by },
      };
    }
  },
});
