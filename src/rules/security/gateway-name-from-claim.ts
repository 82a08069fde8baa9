import { readBindingRule } from '../../validation/consul/binding-rule.ts';
import { bindNameVariables } from '../../simulate/consul-login/names-used.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { methodNames } from '../consul/methods-in-use.ts';
import { defineRule } from '../rule.ts';
import { ruleAt } from '../written-at.ts';

export default defineRule({
  id: 'security/gateway-name-from-claim',
  title: "a claim is written unchecked into an API gateway's policy",
  cases: ['RP-06'],
  severity: 'warning',
  reads: ['consul/objects'],
  why: 'Consul checks the names of services and nodes before it makes policies of them. That of `builtin/api-gateway` it only checks for not being empty, and puts it between quotes into the text of a policy. Ids of jobs may have quotes in them, so whoever may submit a job can end the name and go on with rules of his own.',
  fix: 'Write the name of the gateway into the rule, and say in its selector which job it is for.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/acl-roles#templated-policies'],
  examples: {
    bad: {
      says: "A rule makes the gateway's name from the job's id.",
      world: (healthy) => withGateway(healthy, '${value.nomad_job_id}'),
    },
    good: { says: 'The rule names the gateway.', world: (healthy) => withGateway(healthy, 'web-gateway') },
  },

  *check(look) {
    for (const method of methodNames(look).keys())
      for (const { bindType, bindName, bindVars, selector } of look.bindingRulesOf(method).map(readBindingRule)) {
        const claims = bindNameVariables(bindVars?.Name ?? '');
        if (bindType !== 'templated-policy' || bindName !== 'builtin/api-gateway' || claims.length === 0) continue;
        yield {
          message: `a binding rule of auth method ${method} makes the name of an API gateway from ${claims.join(' and ')}`,
          about: about.bindingRules(method),
          subject: { object: about.authMethod(method) },
          ...ruleAt(look, method, { bindType, bindName, selector }, 'BindVars'),
          evidence: { name: bindVars?.Name, selector },
        };
      }
  },
});

function withGateway(world: Parameters<typeof change.bindingRules>[0], name: string): typeof world {
  return change.bindingRules(world, (rules) => [
    ...rules,
    {
      ID: '00000000-0000-4000-8000-0000000000b3',
      AuthMethod: 'nomad-workloads',
      BindType: 'templated-policy',
      BindName: 'builtin/api-gateway',
      BindVars: { Name: name },
      Selector: 'value.nomad_namespace == "ingress"',
    },
  ]);
}
