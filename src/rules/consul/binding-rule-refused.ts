import { bindingRuleError, readBindingRule } from '../../validation/consul/binding-rule.ts';
import { readAuthMethod } from '../../validation/consul/auth-method.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';
import type { Look } from '../look.ts';
import { ruleAt } from '../written-at.ts';

export default defineRule({
  id: 'consul/binding-rule-refused',
  title: 'Consul will not take the binding rule',
  cases: ['BR-10', 'BR-13', 'CL-06', 'BR-09'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'The rule is not on a server yet, and Consul will answer its write with the text shown: a selector that cannot be read, a bind name over a claim that is not mapped, a sort of binding that this version of Consul does not know (`policy` came with 1.18, `templated-policy` with 1.17).',
  fix: 'Change the member that the text names; for a sort of binding that is too new, bind a role with that policy instead.',
  references: ['https://developer.hashicorp.com/consul/api-docs/acl/binding-rules'],
  examples: {
    bad: {
      says: 'A rule that is to be made compares with one equals sign.',
      world: (healthy) =>
        change.bindingRules(change.consul(healthy, { stored: false }), (rules) => [
          ...rules,
          {
            AuthMethod: 'nomad-workloads',
            BindType: 'role',
            BindName: 'nomad-default-tasks',
            Selector: 'value.nomad_job_id = "web"',
          },
        ]),
    },
    good: {
      says: 'Rules that are to be made can be read.',
      world: (healthy) => change.consul(healthy, { stored: false }),
    },
  },

  *check(look) {
    const { consul } = look.world;
    if (consul === undefined || consul.stored) return;
    for (const object of consul.bindingRules) {
      const { authMethod, bindType, bindName } = readBindingRule(object);
      const error = errorOf(look, object) ?? tooNew(bindType, consul.version);
      if (error === undefined) continue;
      yield {
        message: `Consul will refuse the binding rule ${bindType} ${bindName} of auth method ${authMethod}: ${error}`,
        about: about.bindingRules(authMethod),
        blames: [about.authMethod(authMethod)],
        subject: { object: about.authMethod(authMethod) },
        ...ruleAt(look, authMethod, readBindingRule(object), 'Selector'),
        evidence: { error },
      };
    }
  },
});

function errorOf(look: Look, rule: Readonly<Record<string, unknown>>): string | undefined {
  return bindingRuleError(rule, {
    mappedClaims: (name) => {
      const method = look.authMethod(name);
      return method && Object.values(readAuthMethod(method).config.ClaimMappings);
    },
  })?.text;
}

const since: Readonly<Record<string, number>> = { 'templated-policy': 17, policy: 18 };

function tooNew(bindType: string, version: string | undefined): string | undefined {
  const minor = /^1\.(\d+)\./.exec(version ?? '')?.[1];
  const first = since[bindType];
  if (minor === undefined || first === undefined || Number(minor) >= first) return undefined;
  return `invalid Binding Rule: unknown BindType ${JSON.stringify(bindType)}`;
}
