import { readBindingRule } from '../../validation/consul/binding-rule.ts';
import { bindNameVariables, fieldOf, matchesOf } from '../../simulate/consul-login/names-used.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';
import { methodsInUse } from './methods-in-use.ts';
import { nomadClaims, ruleInWords } from './names-used.ts';

export default defineRule({
  id: 'consul/claim-not-mapped',
  title: 'a binding rule uses a claim that the auth method does not map',
  cases: ['CL-06', 'BR-13', 'CA-06'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'Rules see only what `ClaimMappings` and `ListClaimMappings` of the method name. Consul takes a selector over any other name without a word: it then holds for no login or, with `not in`, `!=` and `matches`, for every one. A bind name over such a name makes every login fail that the rule matches: `unknown variable accessed: value.…`.',
  fix: 'Map the claim in the auth method (`claim_mappings` of the spec), or correct the name in the rule.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/auth-methods/jwt'],
  examples: {
    bad: {
      says: 'The auth method does not map nomad_service.',
      world: (healthy) => change.authMethod(healthy, { Config: { ClaimMappings: { nomad_service: null } } }),
    },
    good: { says: 'The auth method maps what its rules use.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { name, object, method } of methodsInUse(look)) {
      const { ClaimMappings, ListClaimMappings } = method.config;
      const known = new Set([
        ...Object.values(ClaimMappings).map((target) => `value.${target}`),
        ...Object.values(ListClaimMappings).map((target) => `list.${target}`),
      ]);
      const missing = new Map<string, Set<string>>();
      const miss = (field: string, rule: string): void => {
        if (known.has(field) || !/^(value|list)\../.test(field)) return;
        missing.set(field, (missing.get(field) ?? new Set()).add(rule));
      };
      for (const one of look.bindingRulesOf(name)) {
        const rule = readBindingRule(one);
        for (const match of matchesOf(rule.selector)) miss(fieldOf(match), ruleInWords(rule));
        for (const text of [rule.bindName, rule.bindVars?.Name ?? ''])
          for (const variable of bindNameVariables(text)) miss(variable, ruleInWords(rule));
      }
      for (const rule of namespaceBinds(object)) for (const variable of bindNameVariables(rule)) miss(variable, rule);
      // A name that Nomad writes was forgotten in the mappings; any other is a slip in the rule.
      const places = new Map<string, [field: string, users: ReadonlySet<string>][]>();
      for (const [field, users] of missing) {
        const claim = field.slice(field.indexOf('.') + 1);
        const at = nomadClaims.has(claim) ? about.authMethod(name) : about.bindingRules(name);
        places.set(at, [...(places.get(at) ?? []), [field, users]]);
      }
      for (const [at, fields] of places) {
        const rules = new Set(fields.flatMap(([, users]) => [...users]));
        yield {
          message: `auth method ${name} maps no claim to ${fields.map(([field]) => field).join(' or ')}, which ${rules.size === 1 ? 'a rule uses' : `${String(rules.size)} rules use`}`,
          about: at,
          subject: { object: at },
          origin: look.originOf(at),
          path: 'Config/ClaimMappings',
          evidence: { rules: [...rules], ClaimMappings, ListClaimMappings },
        };
      }
    }
  },
});

/** Enterprise: how the namespace is named that a token is made in. */
function namespaceBinds({ NamespaceRules }: Readonly<Record<string, unknown>>): readonly string[] {
  if (!Array.isArray(NamespaceRules)) return [];
  return (NamespaceRules as readonly { BindNamespace?: unknown }[]).map(({ BindNamespace }) =>
    typeof BindNamespace === 'string' ? BindNamespace : '',
  );
}
