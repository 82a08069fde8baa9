import { about } from '../about.ts';
import { change } from '../change.ts';
import { rightsOfChain } from '../consul/rights.ts';
import { linkOf } from '../link-of.ts';
import { namespacesInUse, probe, sorts } from '../probe.ts';
import { defineRule } from '../rule.ts';
import { excessOf } from './excess.ts';

export default defineRule({
  id: 'security/workloads-too-strong',
  title: 'every job gets rights over Consul that none should have',
  cases: ['BR-07', 'BR-06'],
  severity: 'warning',
  reads: ['consul/objects'],
  why: 'A plain job that is in no way special was logged in at the auth method: whoever may submit a job has what its token may do. Rights over ACLs, over all keys or all services are then those of every job, and of everyone who breaks into one. A rule that binds every login to one service lets each job register as that service, and take its traffic.',
  fix: 'Take the rights out of the policy that all tasks share, and give them to the one job that needs them: a binding rule with a selector over `value.nomad_namespace` and `value.nomad_job_id`, and a role of its own.',
  references: ['https://developer.hashicorp.com/nomad/docs/concepts/workload-identity'],
  examples: {
    bad: {
      says: 'The policy of tasks lets them write all keys.',
      world: (healthy) =>
        change.policyRules(healthy, 'policy-nomad-tasks', {
          key_prefix: { '': { policy: 'write' } },
          node_prefix: { '': { policy: 'read' } },
          service_prefix: { '': { policy: 'read' } },
        }),
    },
    good: { says: 'The policy of tasks lets them read.', world: (healthy) => healthy },
  },

  *check(look) {
    const { consul } = look.world;
    if (consul === undefined || consul.defaultPolicy === 'allow') return;
    const found = new Map<string, { what: Set<string>; by: string; method: string; who: Set<string> }>();
    for (const namespace of namespacesInUse(look))
      for (const sort of sorts) {
        const chain = probe(look, namespace)[sort];
        const login = linkOf(chain, 'login');
        const rights = rightsOfChain(consul, chain);
        if (rights === undefined || login === undefined || !('authMethod' in login.at)) continue;
        const note = (what: string, by: string, method: string): void => {
          const entry = found.get(by) ?? { what: new Set(), by, method, who: new Set() };
          found.set(by, entry);
          entry.what.add(what);
          entry.who.add(`${sort}s of namespace ${namespace}`);
        };
        for (const { matched, bindType, bindName, selector } of linkOf(chain, 'rules')?.tried ?? [])
          if (matched && bindType === 'service' && !bindName.includes('${'))
            note(
              `service:write on ${bindName}`,
              `the binding rule service ${bindName}${selector === '' ? ' without a selector' : ` (${selector})`}`,
              login.at.authMethod,
            );
        // The usual policy of tasks lets them read all keys; whoever takes locks makes sessions on the node it is placed on.
        for (const { what, by } of excessOf(rights, ['session:write']).filter(
          (one) => !one.what.startsWith('key:read'),
        ))
          note(what, by, login.at.authMethod);
      }
    for (const { what, by, method, who } of found.values()) {
      const policy = /^policy (.*)$/.exec(by)?.[1];
      const at = policy === undefined ? about.bindingRules(method) : about.consulPolicy(policy);
      yield {
        message: `${by} gives ${[...what].join(', ')} to all ${[...who].join(' and ')}`,
        about: at,
        blames: [about.bindingRules(method)],
        subject: { object: at },
        origin: look.originOf(at),
        path: 'Rules',
        evidence: { rights: [...what], who: [...who] },
      };
    }
  },
});
