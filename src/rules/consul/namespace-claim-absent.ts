import { isObject } from '../../validation/object.ts';
import { bindNameVariables, fieldOf, matchesOf } from '../../simulate/consul-login/names-used.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { findAll } from '../find-all.ts';
import { linkOf } from '../link-of.ts';
import type { Look, WorkloadLook } from '../look.ts';
import { addressOf, subjectOf } from '../subject.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'consul/namespace-claim-absent',
  title: 'a job does not say its Consul namespace, and the auth method goes by it',
  cases: ['CL-07', 'MC-06', 'BR-08'],
  severity: 'warning',
  reads: ['consul/objects', 'nomad/jobs'],
  why: 'Consul Enterprise makes the token of a login in the namespace that `NamespaceRules` of the method name, mostly by the claim `consul_namespace`. Nomad writes that claim only for jobs with a `consul` block. Without it a rule with a selector does not match, the token is made in `default`, and its roles are looked for there; a rule without one makes an empty name.',
  fix: 'Add `consul { namespace = "…" }` to the group.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/job-specification/consul',
    'https://github.com/hashicorp/nomad/pull/19251',
  ],
  examples: {
    bad: {
      says: 'The method goes by consul_namespace, and the service of the job has no such claim.',
      world: (healthy) =>
        change.authMethod(change.consul(healthy, { version: '1.22.2+ent' }), {
          NamespaceRules: [{ Selector: '', BindNamespace: '${value.consul_namespace}' }],
        }),
    },
    good: { says: 'The method has no NamespaceRules.', world: (healthy) => healthy },
  },

  *check(look) {
    const seen = new Set<string>();
    for (const { one, method } of findAll(look, (each) => methodsInVain(look, each))) {
      const rules = namespaceRules(look, method);
      const guarded = rules.every(({ selector }) =>
        matchesOf(selector).some((match) => fieldOf(match) === 'value.consul_namespace'),
      );
      const { id } = one.of.job;
      const key = `${one.of.reading.namespace}/${id}/${one.group.name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield {
        message: `group ${one.group.name} of job ${id} has no consul_namespace in its JWTs: its tokens are made in the namespace default`,
        about: addressOf(one),
        blames: [about.authMethod(method)],
        subject: subjectOf(one),
        origin: one.of.reading.origin,
        path: one.path,
        // With a selector, `default` may well be what is wanted.
        severity: guarded ? 'info' : 'warning',
        evidence: { authMethod: method, NamespaceRules: rules },
      };
    }
  },
});

/** The auth method, if it makes namespaces of a claim which the workload's JWT has not. */
function methodsInVain(
  look: Look,
  one: WorkloadLook,
): readonly { readonly one: WorkloadLook; readonly method: string }[] {
  const login = linkOf(one.chain('consul'), 'login');
  if (login === undefined || !('authMethod' in login.at)) return [];
  const { authMethod: method } = login.at;
  const asks = namespaceRules(look, method).some(({ bind }) =>
    bindNameVariables(bind).includes('value.consul_namespace'),
  );
  const isMapped = login.mapped.some(({ target, value }) => target === 'value.consul_namespace' && value !== null);
  return asks && !isMapped ? [{ one, method }] : [];
}

function namespaceRules(look: Look, method: string): readonly { selector: string; bind: string }[] {
  const value = look.authMethod(method)?.['NamespaceRules'];
  if (!Array.isArray(value)) return [];
  return (value as readonly unknown[]).filter(isObject).map(({ Selector, BindNamespace }) => ({
    selector: typeof Selector === 'string' ? Selector : '',
    bind: typeof BindNamespace === 'string' ? BindNamespace : '',
  }));
}
