import { about } from '../about.ts';
import { change } from '../change.ts';
import { linkOf } from '../link-of.ts';
import type { Look } from '../look.ts';
import { chainsByNamespace, probe, severityFor, sorts, type Sort } from '../probe.ts';
import { defineRule } from '../rule.ts';
import { sortsInWords } from './methods-in-use.ts';
import { ruleAt, type WrittenAt } from '../written-at.ts';

export default defineRule({
  id: 'consul/bind-name-fails',
  title: 'a binding rule spoils the logins that it matches',
  cases: ['CL-05', 'BR-06', 'BR-12'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'Services have `nomad_service` in place of `nomad_task`, tasks the other way round; a mapped claim that a JWT does not have is an empty text in bind names. When what comes out is no usable name, Consul fails the whole login with `invalid bind name`, whatever other rules give. A rule without a selector that names a service does this to every task.',
  fix: 'Give the rule a selector that keeps out the logins for which its name cannot be made, such as `"nomad_service" in value` for services.',
  references: ['https://developer.hashicorp.com/nomad/docs/concepts/workload-identity#workload-identity-claims'],
  examples: {
    bad: {
      says: 'The rule for services has no selector.',
      world: (healthy) =>
        change.bindingRules(healthy, (rules) =>
          rules.map((rule) => (rule['BindType'] === 'service' ? { ...rule, Selector: '' } : rule)),
        ),
    },
    good: { says: 'The rule for services is for services only.', world: (healthy) => healthy },
  },

  *check(look) {
    const spoilt = new Map<string, { method: string; rule: string; error: string; who: Sort[]; at: WrittenAt }>();
    for (const [sort, namespace] of placesOf(look)) {
      const chain = probe(look, namespace)[sort];
      const login = linkOf(chain, 'login');
      const rules = linkOf(chain, 'rules');
      if (login === undefined || !('authMethod' in login.at) || rules?.state !== 'broken') continue;
      const method = login.at.authMethod;
      for (const { bindType, bindName, selector, error } of rules.tried) {
        if (error === undefined) continue;
        const rule = `${bindType} ${bindName}${selector === '' ? ' without a selector' : ` (${selector})`}`;
        const key = JSON.stringify([method, rule, error]);
        const at = ruleAt(look, method, { bindType, bindName, selector }, 'BindName');
        spoilt.set(key, { method, rule, error, at, who: [...new Set([...(spoilt.get(key)?.who ?? []), sort])] });
      }
    }
    for (const { method, rule, error, who, at } of spoilt.values()) {
      yield {
        message: `binding rule ${rule} makes logins of ${sortsInWords(who)} fail: ${error}`,
        about: about.bindingRules(method),
        blames: [about.authMethod(method), about.bindingRules(method)],
        subject: { object: about.authMethod(method) },
        ...at,
        severity: severityFor(look, who),
        evidence: { error },
      };
    }
  },
});

/** Where each sort of workloads asks Consul. */
function placesOf(look: Look): readonly (readonly [Sort, string])[] {
  return sorts.flatMap((sort) => [...chainsByNamespace(look, sort).keys()].map((name) => [sort, name] as const));
}
