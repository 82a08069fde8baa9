import { bindNameVariables, fieldOf, matchesOf } from '../../simulate/consul-login/names-used.ts';
import type { Chain, TriedRule } from '../../simulate/explain/explanation.ts';
import { didYouMean } from '../../spec/suggestion.ts';
import { readBindingRule, type BindingRule } from '../../validation/consul/binding-rule.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { linkOf, needsOf } from '../link-of.ts';
import type { Look } from '../look.ts';
import { defineRule } from '../rule.ts';
import { workloadInWords } from '../workload/denied-needs.ts';
import { ruleInWords } from './names-used.ts';
import { rightsOfToken } from './rights.ts';
import { ruleAt } from '../written-at.ts';

export default defineRule({
  id: 'consul/selector-misses-its-own',
  title: 'a binding rule is not for the workload that it was made for',
  cases: ['BR-13'],
  severity: 'error',
  reads: ['consul/objects', 'nomad/jobs'],
  why: 'A rule gives a role or policy that this workload lacks, and its selector keeps the workload out by a value that is nearly its own, or that of the very claim from which the name of the role is made. Consul compares letter for letter and passes over the rule without a word.',
  fix: 'Correct the value in the selector of the rule.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/auth-methods#binding-rules'],
  examples: {
    bad: {
      says: 'Tasks of web would be given the role that lets them read keys, and the rule says webb.',
      world: (healthy) => withRuleFor(healthy, 'webb'),
    },
    good: { says: 'The rule says web.', world: (healthy) => withRuleFor(healthy, 'web') },
  },

  *check(look) {
    const seen = new Set<string>();
    for (const one of look.sampledWorkloads) {
      const chain = one.chain('consul');
      const login = linkOf(chain, 'login');
      const tried = linkOf(chain, 'rules')?.tried ?? [];
      if (login?.state !== 'ok' || !('authMethod' in login.at) || chain?.broken == null) continue;
      // Where nothing matches at all, that is what is said.
      if (!tried.some(({ matched }) => matched)) continue;
      const method = login.at.authMethod;
      for (const rule of look.bindingRulesOf(method).map(readBindingRule)) {
        const outcome = tried.find(
          ({ selector, bindType, bindName }) =>
            selector === rule.selector && bindType === rule.bindType && bindName === rule.bindName,
        );
        const off = outcome?.matched === false ? nearlyRight(rule, outcome, () => namesIn(look)) : undefined;
        const name = off && filled(rule.bindName, login.mapped);
        if (off === undefined || name === undefined || !wouldHelp(look, rule.bindType, name, chain)) continue;
        const message = `${ruleInWords(rule)} of auth method ${method} would give the ${rule.bindType} ${name} to ${workloadInWords(one)} of job ${one.of.job.id}, whose ${off.field} is ${JSON.stringify(off.value)} and not ${JSON.stringify(off.literal)}`;
        if (seen.has(message)) continue;
        seen.add(message);
        yield {
          message,
          about: about.bindingRules(method),
          blames: [about.authMethod(method), about.bindingRules(method)],
          subject: { object: about.authMethod(method) },
          ...ruleAt(look, method, rule, 'Selector'),
          evidence: { selector: rule.selector, sees: outcome?.sees },
        };
      }
    }
  },
});

/** What claims can be of what there is. */
function namesIn(look: Look): ReadonlySet<string> {
  return new Set(
    look.workloads.flatMap(({ of, task, service }) => [
      of.reading.namespace,
      of.job.id,
      ...(task === undefined ? [] : [task.name]),
      ...(service === undefined ? [] : [service.name]),
    ]),
  );
}

interface Off {
  readonly field: string;
  readonly value: string;
  readonly literal: string;
}

/** The one comparison that keeps a workload out, if all that fail are such as may be slips. */
function nearlyRight(
  { selector, bindName }: BindingRule,
  { sees }: TriedRule,
  known: () => ReadonlySet<string>,
): Off | undefined {
  const inName = new Set(bindNameVariables(bindName));
  const failing = matchesOf(selector).flatMap((match): readonly (Off | undefined)[] => {
    const field = fieldOf(match);
    const value = sees[field];
    const literal = match.value?.text;
    const asks = match.field.path.length === 1;
    if (asks && match.operator === 'in') return value === null ? [undefined] : [];
    if (match.operator !== '==' || literal === undefined || value === literal) return [];
    if (typeof value !== 'string') return [undefined];
    return inName.has(field) || didYouMean(literal, [value]) !== undefined ? [{ field, value, literal }] : [undefined];
  });
  const [first] = failing;
  // A rule for another job of a like name is no slip.
  return first === undefined || failing.some((one) => one === undefined || known().has(one.literal))
    ? undefined
    : first;
}

/** What a bind name comes to for a workload that its rule does not match. */
function filled(
  bindName: string,
  mapped: readonly { readonly target: string; readonly value: unknown }[],
): string | undefined {
  const values = new Map(mapped.map(({ target, value }) => [target, value]));
  const name = bindName.replaceAll(/\$\{\s*([^}\s]*)\s*\}/g, (whole, variable: string) => {
    const value = values.get(variable);
    return typeof value === 'string' ? value.toLowerCase() : whole;
  });
  return name.includes('${') ? undefined : name;
}

/** Whether the role or policy is there, and gives something that is denied, or a token where there is none. */
function wouldHelp({ consul }: Look, sort: string, name: string, chain: Chain): boolean {
  if (consul === undefined || (sort !== 'role' && sort !== 'policy')) return false;
  const stored = sort === 'role' ? consul.roles : consul.policies;
  if (!stored.some(({ Name }) => String(Name).toLowerCase() === name.toLowerCase())) return false;
  const denied = needsOf(chain).filter(({ state }) => state === 'broken');
  if (denied.length === 0)
    return linkOf(chain, 'grant')?.state === 'broken' || linkOf(chain, 'rules')?.state === 'broken';
  const rights = rightsOfToken(consul, { [sort === 'role' ? 'Roles' : 'Policies']: [{ Name: name }] });
  return denied.some(
    ({ request }) =>
      request?.product === 'consul' && rights?.allows(request.resource, request.segment, request.access) === true,
  );
}

type World = Parameters<typeof change.consul>[0];

function withRuleFor(healthy: World, job: string): World {
  const { consul } = healthy;
  const withoutKeys = change.policyRules(healthy, 'policy-nomad-tasks', { node_prefix: { '': { policy: 'read' } } });
  const Rules = JSON.stringify({ key_prefix: { 'web/': { policy: 'read' } } });
  return change.consul(withoutKeys, {
    policies: [...(withoutKeys.consul?.policies ?? []), { ID: 'keys-of-web', Name: 'keys-of-web', Rules }],
    roles: [...(consul?.roles ?? []), { ID: 'web', Name: 'web', Policies: [{ Name: 'keys-of-web' }] }],
    bindingRules: [
      ...(consul?.bindingRules ?? []),
      {
        ID: 'web',
        AuthMethod: 'nomad-workloads',
        BindType: 'role',
        BindName: 'web',
        Selector: `"nomad_task" in value and value.nomad_job_id == "${job}"`,
      },
    ],
  });
}
