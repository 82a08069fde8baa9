import { readBindingRule } from '../../validation/consul/binding-rule.ts';
import { bindNameVariables, fieldOf, matchesOf } from '../../simulate/consul-login/names-used.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';
import { methodsInUse } from './methods-in-use.ts';
import { nomadClaims } from './names-used.ts';

export default defineRule({
  id: 'consul/mapping-of-unknown-claim',
  title: 'the auth method maps a claim that Nomad never writes',
  cases: ['CL-09'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'A mapping of a claim that no JWT has maps nothing: selectors see no such name, and bind names get an empty text for it. Nomad writes `nomad_namespace`, `nomad_job_id`, `nomad_allocation_id`, `nomad_task` or `nomad_service`, `consul_namespace`, and extra claims below `/extra_claims/`; dots in a name lead nowhere.',
  fix: 'Correct the name on the left side of the mapping, or take the mapping away.',
  references: ['https://developer.hashicorp.com/nomad/docs/concepts/workload-identity#workload-identity-claims'],
  examples: {
    bad: {
      says: 'The auth method maps nomad_svc in place of nomad_service.',
      world: (healthy) =>
        change.authMethod(healthy, { Config: { ClaimMappings: { nomad_service: null, nomad_svc: 'nomad_service' } } }),
    },
    good: { says: 'The auth method maps claims of Nomad.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { name, method } of methodsInUse(look)) {
      const rules = look.bindingRulesOf(name).map(readBindingRule);
      const used = new Set(
        rules.flatMap(({ selector, bindName, bindVars }) => [
          ...matchesOf(selector).map(fieldOf),
          ...[bindName, bindVars?.Name ?? ''].flatMap(bindNameVariables),
        ]),
      );
      for (const [sort, mappings] of [
        ['value', method.config.ClaimMappings],
        ['list', method.config.ListClaimMappings],
      ] as const)
        for (const [claim, target] of Object.entries(mappings)) {
          if (nomadClaims.has(claim.startsWith('/') ? (claim.split('/')[1] ?? '') : claim)) continue;
          const field = `${sort}.${target}`;
          const matters = used.has(field);
          yield {
            message: `auth method ${name} maps ${claim} to ${field}, and Nomad writes no such claim`,
            about: about.authMethod(name),
            blames: [about.bindingRules(name)],
            subject: { object: about.authMethod(name) },
            origin: look.originOf(about.authMethod(name)),
            path: sort === 'value' ? 'Config/ClaimMappings' : 'Config/ListClaimMappings',
            severity: matters ? 'error' : 'info',
            evidence: { claim, target, usedByRules: matters },
          };
        }
    }
  },
});
