import type { Chain, TriedRule } from '../../simulate/explain/explanation.ts';
import { readRole } from '../../validation/consul/role.ts';
import { bindNameVariables } from '../../simulate/consul-login/names-used.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { linkOf, needsOf } from '../link-of.ts';
import type { Look } from '../look.ts';
import { probe, sorts } from '../probe.ts';
import { defineRule } from '../rule.ts';
import { missingAt, ruleAt, type WrittenAt } from '../written-at.ts';

export default defineRule({
  id: 'consul/role-missing',
  title: 'a binding rule names a role or policy that does not exist',
  cases: ['BR-01', 'BR-02', 'BR-03', 'BR-05', 'BR-09', 'RP-02'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'Consul passes over a binding rule whose role or policy does not exist. When no other rule gives anything, the login ends with 403 and a bare `Permission denied`: no token, no name, no reason; when another one does, the token lacks what this one would have given. `nomad setup consul` makes the role of the namespace `default` only, and the names differ by tool: `nomad-<namespace>-tasks` there, `nomad-tasks-<namespace>` in the documentation and in the Terraform module.',
  fix: 'Make the role (add the namespace to `namespaces` of the preset `nomad-consul`), or correct the bind name of the rule. Values of claims are lower-cased in bind names.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/secure/acl/consul',
    'https://github.com/hashicorp/nomad/issues/24146',
  ],
  examples: {
    bad: {
      says: 'The role of tasks is called nomad-tasks-default.',
      world: (healthy) =>
        change.roles(healthy, (roles) => roles.map((role) => ({ ...role, Name: 'nomad-tasks-default' }))),
    },
    good: { says: 'The role has the name that the rule makes.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const all of byRule(missing(look))) {
      const [{ sort, rules, refused, places }] = all;
      const names = all.map(({ name }) => name);
      const [at = '', ...others] = names.map(sort === 'policy' ? about.consulPolicy : about.consulRole);
      const methods = new Set(all.flatMap((one) => [...one.methods]));
      const who = all.flatMap((one) => one.who);
      const similar = [...new Set(names.flatMap((name) => similarTo(look, sort, name)))];
      yield {
        message: `there ${names.length === 1 ? `is no ${sort}` : `are no ${plural[sort] ?? sort}`} ${listed(names)}, which ${rules.join(' and ')} would give to ${inWords(who)}${similar.length === 0 ? '' : `; there ${similar.length === 1 ? 'is' : 'are'} ${listed(similar)}`}`,
        about: at,
        alsoAbout: others,
        blames: [
          ...[...methods].flatMap((method) => [about.authMethod(method), about.bindingRules(method)]),
          ...names.flatMap((name) => refusedFor(look, name)),
        ],
        subject: { object: at },
        ...missingAt(look, at, places),
        severity: refused ? 'error' : 'info',
        evidence: { names, rules, workloads: who.slice(0, 20), similar },
      };
    }
  },
});

const plural: Readonly<Record<string, string>> = { role: 'roles', policy: 'policies' };

/** What one rule gives in vain: in each namespace another name. */
function byRule(all: Iterable<Missing>): Iterable<readonly [Missing, ...Missing[]]> {
  const groups = new Map<string, [Missing, ...Missing[]]>();
  for (const one of all) {
    const key = JSON.stringify([one.sort, one.rules, one.refused]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups.values();
}

/** A role that is there all the same is refused, for the policies that it links to. */
function refusedFor(look: Look, name: string): readonly string[] {
  const role = look.world.consul?.roles.map(readRole).find((one) => one.name === name);
  return (role?.policies ?? []).map((policy) => about.consulPolicy(policy.name));
}

interface Missing {
  readonly sort: string;
  readonly name: string;
  readonly methods: Set<string>;
  readonly rules: readonly string[];
  /** Where these are written. */
  readonly places: readonly WrittenAt[];
  /** Whether somebody cannot log in for it, or is denied something. */
  readonly refused: boolean;
  readonly who: readonly string[];
}

function missing(look: Look): Iterable<Missing> {
  const all = new Map<string, Missing>();
  const add = (
    method: string,
    { bindType: sort, bindName, selector, name = '' }: TriedRule,
    refused: boolean,
    who: string,
  ): void => {
    const key = `${sort} ${name.toLowerCase()}`;
    const { methods = new Set<string>(), ...known } = all.get(key) ?? {
      rules: [],
      places: [],
      refused: false,
      who: [],
    };
    all.set(key, {
      sort,
      name,
      methods: methods.add(method),
      rules: [...new Set([...known.rules, `the binding rule ${sort} ${bindName}`])],
      places:
        known.places.length > 0
          ? known.places
          : [ruleAt(look, method, { bindType: sort, bindName, selector }, 'BindName')],
      refused: known.refused || refused,
      who: [...known.who, who],
    });
  };
  const inVain = givenInVain(look);
  for (const one of look.sampledWorkloads) {
    const chain = one.chain('consul');
    const login = linkOf(chain, 'login');
    const rules = linkOf(chain, 'rules');
    if (login?.state !== 'ok' || !('authMethod' in login.at)) continue;
    const refused = linkOf(chain, 'grant')?.state === 'broken' || rules?.state === 'broken';
    const lacks = lacksSomething(chain);
    const { job } = one.of;
    const what = one.service === undefined ? `task ${one.task?.name ?? ''}` : `service ${one.service.name}`;
    for (const tried of rules?.tried ?? [])
      if (tried.matched && tried.exists === false)
        // Where other rules give a token, it may lack what this one would give.
        add(
          login.at.authMethod,
          tried,
          refused || (lacks && !inVain.has(tried.bindName)),
          `${what} of job ${job.id} in ${one.of.reading.namespace}`,
        );
  }
  // Without any job, tasks are to be expected in the one namespace that there always is.
  const nothingRuns = look.jobs.length === 0;
  for (const namespace of unusedNamespaces(look))
    for (const sort of sorts) {
      const chain = probe(look, namespace)[sort];
      const login = linkOf(chain, 'login');
      if (login === undefined || !('authMethod' in login.at)) continue;
      for (const tried of linkOf(chain, 'rules')?.tried ?? [])
        if (tried.matched && tried.exists === false && isByNamespace(tried.bindName))
          add(login.at.authMethod, tried, nothingRuns && namespace === 'default', `${sort}s in ${namespace}`);
    }
  return all.values();
}

function lacksSomething(chain: Chain | undefined): boolean {
  return needsOf(chain).some(
    ({ state, decidedBy }) => state === 'broken' && decidedBy !== null && 'defaultPolicy' in decidedBy,
  );
}

/** Bind names whose roles and policies are there for some, who lack something all the same: it is not for want of them. */
function givenInVain(look: Look): ReadonlySet<string> {
  return new Set(
    look.sampledWorkloads.flatMap((one) => {
      const chain = one.chain('consul');
      const given = linkOf(chain, 'rules')?.tried.filter(({ matched, exists }) => matched && exists === true) ?? [];
      return given.length > 0 && lacksSomething(chain) ? given.map(({ bindName }) => bindName) : [];
    }),
  );
}

/** Namespaces whose first job that uses Consul would meet it. */
function unusedNamespaces(look: Look): readonly string[] {
  const all = look.world.nomad?.namespaces?.map(({ Name }) => String(Name)) ?? ['default'];
  const used = new Set(look.jobs.map(({ reading }) => reading.namespace));
  return all.filter((namespace) => !used.has(namespace));
}

function isByNamespace(bindName: string): boolean {
  return bindNameVariables(bindName).every((variable) => variable === 'value.nomad_namespace');
}

/** What may have been meant: the words in another order, other separators, or an ending that was lost. */
function similarTo({ world: { consul } }: Look, sort: string, name: string): readonly string[] {
  const stored = (sort === 'policy' ? consul?.policies : consul?.roles) ?? [];
  const wanted = name.toLowerCase();
  return stored
    .map(({ Name }) => String(Name))
    .filter((one) => one !== name && (sameWords(one, name) || isCutOff(one.toLowerCase(), wanted)));
}

/** `nomad-tasks-default` and `nomad-default-tasks`. */
function sameWords(one: string, other: string): boolean {
  const words = (name: string): string => name.toLowerCase().split(/[-_]/).toSorted().join('-');
  return words(one) === words(other);
}

/** One of them has a letter or two more. */
function isCutOff(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long.length - short.length <= 2 && (long.startsWith(short) || long.endsWith(short));
}

/** Not all of hundreds of namespaces. */
function listed(names: readonly string[]): string {
  const more = names.length - 3;
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${String(more)} more`;
}

function inWords(who: readonly string[]): string {
  const [first = '', ...others] = who;
  return others.length === 0
    ? first
    : `${first} and ${String(others.length)} ${others.length === 1 ? 'other' : 'others'}`;
}
