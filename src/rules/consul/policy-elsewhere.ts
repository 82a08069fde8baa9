import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';
import { deniedNeeds } from '../workload/denied-needs.ts';
import { holdersOf, policiesOfWorkloads } from './policies-of-workloads.ts';

export default defineRule({
  id: 'consul/policy-elsewhere',
  title: 'a policy that workloads are given does not hold in this datacenter',
  cases: ['RP-02'],
  severity: 'info',
  reads: ['consul/objects', 'nomad/jobs'],
  why: 'A policy with `Datacenters` counts only in those. Roles are the same in all datacenters, so a token of the role has one policy less here, and nothing says so but the denials.',
  fix: 'Add this datacenter to `datacenters` of the policy, or take the list away to let it hold everywhere.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/acl-policies'],
  examples: {
    bad: {
      says: 'The policy of tasks holds in dc2 only, and this is dc1.',
      world: (healthy) =>
        change.policies(healthy, (policies) =>
          policies.map((policy) =>
            policy['Name'] === 'policy-nomad-tasks' ? { ...policy, Datacenters: ['dc2'] } : policy,
          ),
        ),
    },
    good: {
      says: 'The policy of tasks holds in dc1 and dc2.',
      world: (healthy) =>
        change.policies(healthy, (policies) =>
          policies.map((policy) =>
            policy['Name'] === 'policy-nomad-tasks' ? { ...policy, Datacenters: ['dc1', 'dc2'] } : policy,
          ),
        ),
    },
  },

  *check(look) {
    const { consul } = look.world;
    for (const { name, object, workloads, blames } of policiesOfWorkloads(look)) {
      const datacenters = object['Datacenters'];
      if (consul === undefined || !Array.isArray(datacenters) || datacenters.length === 0) continue;
      if (datacenters.includes(consul.datacenter)) continue;
      const holders = holdersOf(look, name);
      const missed = deniedNeeds(look).some(({ workload, product }) => product === 'consul' && workloads.has(workload));
      yield {
        message: `policy ${name} holds in ${datacenters.join(', ')}, and this is ${consul.datacenter}: ${String(holders)} ${holders === 1 ? 'workload has' : 'workloads have'} it in vain`,
        about: about.consulPolicy(name),
        blames,
        subject: { object: about.consulPolicy(name) },
        origin: look.originOf(about.consulPolicy(name)),
        path: 'Datacenters',
        severity: missed ? 'error' : 'info',
        evidence: { Datacenters: datacenters, datacenter: consul.datacenter },
      };
    }
  },
});
