import { fieldOf, matchesOf } from '../../simulate/consul-login/names-used.ts';
import { readAuthMethod } from '../../validation/consul/auth-method.ts';
import { readBindingRule } from '../../validation/consul/binding-rule.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import type { Chain } from '../../simulate/explain/explanation.ts';
import { linkOf } from '../link-of.ts';
import type { Look } from '../look.ts';
import { chainsByNamespace, probe, severityFor, sorts, type Sort } from '../probe.ts';
import { defineRule } from '../rule.ts';
import { sortsInWords } from './methods-in-use.ts';
import { ruleInWords } from './names-used.ts';
import { ruleAt, type WrittenAt } from '../written-at.ts';

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
    const unmatched = new Map<string, Map<Sort, string[]>>();
    for (const sort of sorts)
      for (const [namespace, chains] of chainsByNamespace(look, sort)) {
        const chain = probe(look, namespace)[sort];
        const login = linkOf(chain, 'login');
        if (login === undefined || !('authMethod' in login.at) || !isUnmatched(chain)) continue;
        // Rules may be for the jobs by their names, and for no other ones.
        const { authMethod } = login.at;
        if (chains.length > 0 ? !chains.some(isUnmatched) : isForSomeByName(look, authMethod, sort, namespace))
          continue;
        const ofMethod = unmatched.get(authMethod) ?? new Map<Sort, string[]>();
        unmatched.set(authMethod, ofMethod);
        ofMethod.set(sort, [...(ofMethod.get(sort) ?? []), namespace]);
      }
    for (const [method, places] of unmatched) {
      const who = [...places.keys()];
      const rules = look.bindingRulesOf(method).map((one) => ruleInWords(readBindingRule(one)));
      yield {
        message: `${rules.length === 0 ? `auth method ${method} has no binding rules` : `no binding rule of auth method ${method} matches ${inWords(look, places)}`}, so their logins are refused`,
        about: about.bindingRules(method),
        blames: [about.authMethod(method), about.bindingRules(method), about.datacenter],
        subject: { object: about.authMethod(method) },
        ...nearestRule(look, method, [...places.values()].flat()),
        severity: severityFor(look, who),
        evidence: { rules },
      };
    }
  },
});

function isUnmatched(chain: Chain | undefined): boolean {
  const rules = linkOf(chain, 'rules');
  return rules?.state === 'broken' && !rules.tried.some(({ matched }) => matched);
}

/** Whether a rule is for a workload by its name, though none of that name may be there yet. */
function isForSomeByName(look: Look, method: string, sort: Sort, namespace: string): boolean {
  const object = look.authMethod(method);
  if (object === undefined) return false;
  const { ClaimMappings } = readAuthMethod(object).config;
  return look.bindingRulesOf(method).some((rule) => {
    const asked = new Map(
      matchesOf(readBindingRule(rule).selector)
        .filter(({ operator, value }) => operator === '==' && value?.text !== '')
        .map((match) => [fieldOf(match), match.value?.text] as const),
    );
    const named = (claim: string): string | undefined => {
      const mapped = Object.entries(ClaimMappings).filter(([from]) => from.replace(/^\//, '') === claim);
      return mapped.map(([, target]) => asked.get(`value.${target}`)).find((value) => value !== undefined);
    };
    const names = { job: named('nomad_job_id'), workload: named(sort === 'task' ? 'nomad_task' : 'nomad_service') };
    if (names.job === undefined && names.workload === undefined) return false;
    return !isUnmatched(probe(look, named('nomad_namespace') ?? namespace, names)[sort]);
  });
}

/** `services and tasks of prod`; without the namespaces when it is so in all of them. */
function inWords(look: Look, places: ReadonlyMap<Sort, readonly string[]>): string {
  const namespaces = new Set([...places.values()].flat());
  const everywhere = [...places].every(([sort, names]) => names.length === chainsByNamespace(look, sort).size);
  return `${sortsInWords(places.keys())}${everywhere ? '' : ` of namespace ${[...namespaces].join(', ')}`}`;
}

/** A rule that speaks of one of the namespaces, else all of the method. */
function nearestRule(look: Look, method: string, namespaces: readonly string[]): WrittenAt {
  const near = look
    .bindingRulesOf(method)
    .map(readBindingRule)
    .find(({ selector }) => namespaces.some((name) => selector.includes(JSON.stringify(name))));
  return near === undefined
    ? { origin: look.originOf(about.bindingRules(method)) }
    : ruleAt(look, method, near, 'Selector');
}
