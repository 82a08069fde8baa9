import { readBindingRule } from '../../validation/consul/binding-rule.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { linkOf } from '../link-of.ts';
import { probe } from '../probe.ts';
import { defineRule } from '../rule.ts';
import { methodNames } from './methods-in-use.ts';
import { ruleAt } from '../written-at.ts';

export default defineRule({
  id: 'consul/rule-without-selector',
  title: 'a binding rule is for services and tasks alike',
  cases: ['BR-06', 'CL-05'],
  severity: 'warning',
  reads: ['consul/objects'],
  why: 'A rule without a selector matches every login of its method. On a method that services and tasks share, services get what is meant for tasks as well: a sidecar or a service that is broken into can then read what tasks may read.',
  fix: 'Say who it is for: `"nomad_service" in value` for services, `"nomad_service" not in value` for tasks.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/auth-methods#binding-rules'],
  examples: {
    bad: {
      says: 'The rule for tasks has no selector.',
      world: (healthy) =>
        change.bindingRules(healthy, (rules) =>
          rules.map((rule) => (rule['BindType'] === 'role' ? { ...rule, Selector: '' } : rule)),
        ),
    },
    good: { says: 'The rule for tasks is for tasks only.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const [method, who] of methodNames(look)) {
      // Those whose JWTs the method refuses get nothing of the rule.
      const shared = [...who].filter((sort) => linkOf(probe(look)[sort], 'login')?.state === 'ok');
      if (shared.length < 2) continue;
      const rules = look.bindingRulesOf(method).map(readBindingRule);
      for (const { selector, bindType, bindName } of rules) {
        // A name that says nothing of the workload is meant for all of them.
        if (selector !== '' || !bindName.includes('${')) continue;
        yield {
          message: `binding rule ${bindType} ${bindName} of auth method ${method} has no selector, so services and tasks both get it`,
          about: about.bindingRules(method),
          blames: [about.bindingRules(method)],
          subject: { object: about.authMethod(method) },
          ...ruleAt(look, method, { bindType, bindName, selector }, 'Selector'),
          evidence: { bindType, bindName },
        };
      }
    }
  },
});
