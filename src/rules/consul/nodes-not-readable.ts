import type { ConsulWorld } from '../../model/world.ts';
import type { GrantLink } from '../../simulate/explain/explanation.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { findAll } from '../find-all.ts';
import { linkOf, needsOf } from '../link-of.ts';
import type { WorkloadLook } from '../look.ts';
import { defineRule } from '../rule.ts';
import { rightsOfChain, type Rights } from './rights.ts';

/** A node that no rule names: `node ""` is about the one without a name, of which there is none. */
const unnamed = '\u0000';

export default defineRule({
  id: 'consul/nodes-not-readable',
  title: 'tasks look for services, and may not read nodes',
  cases: ['RP-01', 'RP-03'],
  severity: 'error',
  reads: ['consul/objects', 'nomad/jobs'],
  why: 'Consul leaves an instance out of the answer unless the token may read both its service and the node that it runs on. Without `node_prefix "" read` the function `service` of a template gets an empty list and no error: the template renders nothing, or its task waits at `Missing: health.service(…)`. The policy of HashiCorp\'s Terraform module, and of `nomad setup consul` before 1.7.19, 1.8.11 and 1.9.7, lacks it.',
  fix: 'Add read access to `node_prefix ""` to the policy of the role.',
  references: ['https://github.com/hashicorp/nomad/pull/25310'],
  examples: {
    bad: {
      says: 'The template asks for the instances of a service, and the policy of tasks gives services and keys only.',
      world: (healthy) =>
        change.policyRules(lookingForServices(healthy), 'policy-nomad-tasks', {
          key_prefix: { '': { policy: 'read' } },
          service_prefix: { '': { policy: 'read' } },
        }),
    },
    good: {
      says: 'The template asks for the instances of a service, and the policy of tasks gives nodes too.',
      world: (healthy) => lookingForServices(healthy),
    },
  },

  *check(look) {
    const { consul } = look.world;
    if (consul === undefined) return;
    const byRole = new Map<string, { workloads: Set<string>; blames: Set<string> }>();
    for (const { one, method, grant, rights, service } of findAll(look, (each) => blindnessOf(consul, each))) {
      const policies = [...grant.policies, ...grant.roles.flatMap((held) => held.policies)];
      const [role] = grant.roles;
      // The one that lets them see the service.
      const seeing = rights.by({ resource: 'service', segment: service, access: 'read' })?.replace(/^policy /, '');
      const policy = policies.find((one) => one === seeing) ?? policies[0];
      if (policy === undefined && role === undefined) continue;
      const at = policy === undefined ? about.consulRole(role?.name ?? '') : about.consulPolicy(policy);
      const entry = byRole.get(at) ?? { workloads: new Set(), blames: new Set() };
      byRole.set(at, entry);
      entry.workloads.add(`${one.of.job.id}/${one.task?.name ?? one.service?.name ?? ''}`);
      entry.blames.add(about.authMethod(method)).add(about.bindingRules(method));
      for (const name of policies) entry.blames.add(about.consulPolicy(name));
    }
    for (const [at, { workloads, blames }] of byRole) {
      const who = [...workloads];
      yield {
        message: `${at.replace(/^consul\/(\w+)\//, '$1 ')} lets ${who.length === 1 ? (who[0] ?? '') : `${String(who.length)} workloads`} read services but not the nodes they run on, so lists of instances come back empty`,
        about: at,
        blames: [...blames],
        subject: { object: at },
        origin: look.originOf(at),
        path: 'Rules',
        evidence: { workloads: who.slice(0, 20) },
      };
    }
  },
});

interface Blindness {
  readonly one: WorkloadLook;
  readonly method: string;
  readonly grant: GrantLink;
  readonly rights: Rights;
  /** One that it looks for. */
  readonly service: string;
}

/** Whether a workload looks for services that it may read, on nodes that it may not. */
function blindnessOf(consul: ConsulWorld, one: WorkloadLook): readonly Blindness[] {
  const chain = one.chain('consul');
  const [service] = needsOf(chain).flatMap(({ unknown, lack }) =>
    unknown.flatMap((reason) =>
      lack === 'filtered' && reason.because === 'placement'
        ? (/^nodes of service (.*)$/.exec(reason.of)?.[1] ?? [])
        : [],
    ),
  );
  const login = linkOf(chain, 'login');
  const grant = linkOf(chain, 'grant');
  if (service === undefined || login === undefined || !('authMethod' in login.at) || grant === undefined) return [];
  const rights = rightsOfChain(consul, chain);
  // What lacks more than nodes is another finding.
  if (rights === undefined || rights.allows('node', unnamed, 'read') || !rights.allows('service', service, 'read'))
    return [];
  return [{ one, method: login.at.authMethod, grant, rights, service }];
}

function lookingForServices(world: Parameters<typeof change.jobs>[0]): typeof world {
  return change.jobs(world, (one) => ({
    ...one,
    job: JSON.parse(
      JSON.stringify(one.job).replace('{{ key', '{{ range service \\"web\\" }}{{ .Address }}{{ end }}{{ key'),
    ) as typeof one.job,
  }));
}
