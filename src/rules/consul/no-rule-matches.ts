import { readBindingRule } from '../../validation/consul/binding-rule.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { linkOf } from '../link-of.ts';
import { probe, severityFor, sorts, type Sort } from '../probe.ts';
import { defineRule } from '../rule.ts';
import { sortsInWords } from './methods-in-use.ts';
import { ruleInWords } from './names-used.ts';

export default defineRule({
  id: 'consul/no-rule-matches',
  title: 'no binding rule is for the services or tasks of Nomad',
  cases: ['BR-01', 'BR-13'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'A login whose JWT is in order still fails when no binding rule of the method matches it: Consul answers 403 with `Permission denied` and nothing else. A selector that cannot be evaluated counts as one that does not match, and nobody is told.',
  fix: 'Make the rules that are missing (the preset `nomad-consul` has one for services and one for tasks), or correct the selectors: services have the claim `nomad_service`, tasks have `nomad_task`.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/auth-methods#binding-rules'],
  examples: {
    bad: {
      says: 'The method has no rule for tasks.',
      world: (healthy) =>
        change.bindingRules(healthy, (rules) => rules.filter(({ BindType }) => BindType === 'service')),
    },
    good: { says: 'The method has a rule for services and one for tasks.', world: (healthy) => healthy },
  },

  *check(look) {
    const unmatched = new Map<string, Sort[]>();
    for (const sort of sorts) {
      const chain = probe(look)[sort];
      const login = linkOf(chain, 'login');
      const rules = linkOf(chain, 'rules');
      if (login === undefined || !('authMethod' in login.at) || rules?.state !== 'broken') continue;
      if (rules.tried.some(({ matched }) => matched)) continue;
      const { authMethod } = login.at;
      unmatched.set(authMethod, [...(unmatched.get(authMethod) ?? []), sort]);
    }
    for (const [method, who] of unmatched) {
      const rules = look.bindingRulesOf(method).map((one) => ruleInWords(readBindingRule(one)));
      yield {
        message: `${rules.length === 0 ? `auth method ${method} has no binding rules` : `no binding rule of auth method ${method} matches ${sortsInWords(who)}`}, so their logins are refused`,
        about: about.bindingRules(method),
        blames: [about.authMethod(method), about.bindingRules(method), about.datacenter],
        subject: { object: about.authMethod(method) },
        origin: look.originOf(about.bindingRules(method)),
        severity: severityFor(look, who),
        evidence: { rules },
      };
    }
  },
});
