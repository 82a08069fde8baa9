import { readBindingRule } from '../../validation/consul/binding-rule.ts';
import { bindNameVariables } from '../../simulate/consul-login/names-used.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';
import { methodNames } from './methods-in-use.ts';

export default defineRule({
  id: 'consul/duplicate-binding-rules',
  title: 'binding rules repeat each other',
  cases: ['BR-03'],
  severity: 'info',
  reads: ['consul/objects'],
  why: "Two rules for the same logins that bind the same sort of thing are mostly traces of two tools: `nomad setup consul` names roles `nomad-<namespace>-tasks`, HashiCorp's Terraform module and documentation `nomad-tasks-<namespace>`. All rules that match count together, so both roles are given where both exist, and a change of one of them does not change what workloads may do.",
  fix: 'Keep the rule whose role you look after and delete the other one.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/auth-methods#binding-rules'],
  examples: {
    bad: {
      says: 'A second rule gives tasks a role by another scheme.',
      world: (healthy) =>
        change.roles(
          change.bindingRules(healthy, (rules) => [
            ...rules,
            {
              ID: '00000000-0000-4000-8000-0000000000b3',
              AuthMethod: 'nomad-workloads',
              BindType: 'role',
              BindName: 'nomad-tasks-${value.nomad_namespace}',
              Selector: '"nomad_service" not in value',
            },
          ]),
          (roles) => [...roles, { Name: 'nomad-tasks-default', Policies: roles[0]?.['Policies'] }],
        ),
    },
    good: { says: 'There is one rule for tasks.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const method of methodNames(look).keys()) {
      const groups = new Map<string, string[]>();
      for (const { selector, bindType, bindName, bindVars } of look.bindingRulesOf(method).map(readBindingRule)) {
        // Rules over different claims, or for names of their own, add up to something on purpose.
        const claims = [bindName, bindVars?.Name ?? ''].flatMap(bindNameVariables).toSorted();
        if (bindType !== 'role' || claims.length === 0) continue;
        const key = JSON.stringify([selector.trim(), bindType, claims]);
        groups.set(key, [...(groups.get(key) ?? []), bindName]);
      }
      for (const [key, names] of groups) {
        if (names.length < 2) continue;
        const [selector, bindType] = JSON.parse(key) as [string, string];
        yield {
          message: `${String(names.length)} binding rules of auth method ${method} give the same logins a ${bindType}: ${names.join(', ')}`,
          about: about.bindingRules(method),
          subject: { object: about.authMethod(method) },
          origin: look.originOf(about.bindingRules(method)),
          evidence: { selector, bindType, bindNames: names },
        };
      }
    }
  },
});
