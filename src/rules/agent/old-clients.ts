import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { atLeast } from '../version.ts';

export default defineRule({
  id: 'agent/old-clients',
  title: 'clients are too old for workload identity',
  cases: ['NS-14', 'UP-10'],
  severity: 'error',
  reads: ['nomad/nodes'],
  why: 'Jobs with identities for Consul or Vault get the constraint `${attr.nomad.version} semver >= 1.7.0-a`: they are not placed on older clients, and where all are older not at all.',
  fix: 'Upgrade the clients to 1.7 or later, before jobs are registered with identities.',
  references: ['https://developer.hashicorp.com/nomad/docs/upgrade/upgrade-specific'],
  examples: {
    bad: {
      says: 'The only client is of version 1.6.10.',
      world: (healthy) =>
        change.nomad(healthy, { nodes: (healthy.nomad?.nodes ?? []).map((node) => ({ ...node, Version: '1.6.10' })) }),
    },
    good: { says: 'The client is of version 1.11.1.', world: (healthy) => healthy },
  },

  *check(look) {
    const ready = (look.world.nomad?.nodes ?? []).filter(({ Status }) => Status === 'ready');
    const old = ready.filter(({ Version }) => typeof Version === 'string' && !atLeast(Version, '1.7.0'));
    const [first] = old;
    if (first === undefined) return;
    yield {
      message: `${String(old.length)} of ${String(ready.length)} clients are older than 1.7 and get no jobs with identities`,
      about: about.agent(String(first['Name'])),
      severity: old.length === ready.length ? 'error' : 'warning',
      subject: { agent: String(first['Name']) },
      origin: { from: 'server', request: 'nomad GET /v1/nodes' },
      evidence: { nodes: old.map(({ Name, Version }) => ({ Name, Version })) },
    };
  },
});
