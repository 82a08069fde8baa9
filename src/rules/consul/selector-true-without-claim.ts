import type { Chain } from '../../simulate/explain/explanation.ts';
import { fieldOf, matchesOf } from '../../simulate/consul-login/names-used.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { linkOf } from '../link-of.ts';
import type { Look } from '../look.ts';
import { probe, sorts, type Sort } from '../probe.ts';
import { defineRule } from '../rule.ts';
import { ruleAt } from '../written-at.ts';

export default defineRule({
  id: 'consul/selector-true-without-claim',
  title: 'a binding rule matches logins that lack the claim it asks about',
  cases: ['BR-07', 'BR-13'],
  severity: 'warning',
  reads: ['consul/objects'],
  why: 'In the selectors of Consul `!=`, `matches`, `not matches` and `not in` are true of a claim that is not there. A rule that is guarded by such a comparison alone binds every login without the claim: one about `nomad_task` matches all services, one about `nomad_service` all tasks.',
  fix: 'Ask for the claim first: `"nomad_task" in value and value.nomad_task matches "…"`.',
  references: ['https://github.com/hashicorp/consul/issues/22510'],
  examples: {
    bad: {
      says: 'A rule gives a role to tasks whose name begins with admin.',
      world: (healthy) =>
        change.bindingRules(healthy, (rules) => [
          ...rules,
          {
            ID: '00000000-0000-4000-8000-0000000000b3',
            AuthMethod: 'nomad-workloads',
            BindType: 'role',
            BindName: 'nomad-default-tasks',
            Selector: 'value.nomad_task matches "^admin"',
          },
        ]),
    },
    good: {
      says: 'The rule asks whether there is a task first.',
      world: (healthy) =>
        change.bindingRules(healthy, (rules) => [
          ...rules,
          {
            ID: '00000000-0000-4000-8000-0000000000b3',
            AuthMethod: 'nomad-workloads',
            BindType: 'role',
            BindName: 'nomad-default-tasks',
            Selector: '"nomad_task" in value and value.nomad_task matches "^admin"',
          },
        ]),
    },
  },

  *check(look) {
    const seen = new Set<string>();
    const looked = new Map<string, ReturnType<typeof matchesOf>>();
    for (const { sort, chain } of chainsOf(look)) {
      const login = linkOf(chain, 'login');
      if (login === undefined || !('authMethod' in login.at)) continue;
      const method = login.at.authMethod;
      for (const { selector, sees, matched, bindType, bindName } of linkOf(chain, 'rules')?.tried ?? []) {
        if (!matched || selector === '') continue;
        const matches =
          looked.get(selector) ??
          matchesOf(selector).filter((one) => holdsWithout.has(one.operator) && one.field.path.length > 1);
        looked.set(selector, matches);
        const absent = matches.filter((one) => sees[fieldOf(one)] === null);
        const asked = absent[0];
        const key = asked && JSON.stringify([sort, method, selector, bindType, bindName]);
        if (asked === undefined || key === undefined || seen.has(key)) continue;
        seen.add(key);
        yield {
          message: `binding rule ${bindType} ${bindName} of auth method ${method} matches ${sort}s, which have no ${fieldOf(asked)}: ${selector}`,
          about: about.bindingRules(method),
          blames: [about.authMethod(method), about.bindingRules(method)],
          subject: { object: about.authMethod(method) },
          ...ruleAt(look, method, { bindType, bindName, selector }, 'Selector'),
          evidence: { selector, absent: absent.map(fieldOf) },
        };
      }
    }
  },
});

/** Of plain workloads, and of those that are there: a rule may be for one job only. */
function* chainsOf(look: Look): Iterable<{ readonly sort: Sort; readonly chain: Chain | undefined }> {
  for (const sort of sorts) yield { sort, chain: probe(look)[sort] };
  for (const one of look.sampledWorkloads)
    yield { sort: one.service === undefined ? 'task' : 'service', chain: one.chain('consul') };
}

const holdsWithout: ReadonlySet<string> = new Set(['!=', 'matches', 'not matches', 'not in']);
