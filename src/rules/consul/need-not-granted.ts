import { isObject } from '../../validation/object.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { linkOf } from '../link-of.ts';
import { defineRule } from '../rule.ts';
import type { Look } from '../look.ts';
import { rightsOfToken } from './rights.ts';
import { givenByNoRule } from './rules-by-name.ts';
import { behindNeed, deniedNeeds, workloadInWords, type DeniedNeed } from '../workload/denied-needs.ts';

export default defineRule({
  id: 'consul/need-not-granted',
  title: 'the policies of a role do not cover what its workloads need',
  cases: ['RP-02', 'RP-03'],
  severity: 'error',
  reads: ['consul/objects', 'nomad/jobs'],
  why: "The templates of jobs ask for keys and services that their tokens may not see. A single key then ends in `Permission denied: token with AccessorID '…' lacks permission 'key:read'`; lists come back shorter or empty without an error. Within a policy the longest rule that fits decides alone, so a narrow `read` or `deny` takes away what a wider rule gives.",
  fix: 'Widen the policy of the role by what is named, or, where a rule decides against it, change that rule.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/acl-rules'],
  examples: {
    bad: {
      says: 'The policy of tasks denies the keys of web.',
      world: (healthy) =>
        change.policyRules(healthy, 'policy-nomad-tasks', {
          key_prefix: { '': { policy: 'read' }, 'web/': { policy: 'deny' } },
          service_prefix: { '': { policy: 'read' } },
          node_prefix: { '': { policy: 'read' } },
        }),
    },
    good: { says: 'The policy of tasks lets them read keys, services and nodes.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { at, by, several = false, denied } of byDecider(look)) {
      const [first] = denied;
      if (first === undefined) continue;
      const wanted = [...new Set(denied.map(({ need }) => asked(need.request)))];
      const spare = spareRole(look, denied);
      const who = new Set(denied.map(({ workload }) => `${workloadInWords(workload)} of job ${workload.of.job.id}`));
      yield {
        message: `${by} ${several ? 'do' : 'does'} not allow ${wanted.slice(0, 3).join(', ')}${wanted.length > 3 ? ` and ${String(wanted.length - 3)} more` : ''}, which ${who.size === 1 ? ([...who][0] ?? '') : `${String(who.size)} workloads`} ${who.size === 1 ? 'needs' : 'need'}${spare === undefined ? '' : `; role ${spare} does, and no binding rule gives it to anybody`}`,
        about: at,
        blames: behindNeed(first),
        subject: { object: at },
        origin: look.originOf(at),
        path: 'Rules',
        severity: denied.every(({ need }) => need.conditional || need.lack === 'ignored') ? 'warning' : 'error',
        evidence: { wanted, workloads: [...who].slice(0, 20), decidedBy: first.need.decidedBy },
      };
    }
  },
});

interface Group {
  readonly at: string;
  readonly by: string;
  /** Whether that is more than one thing. */
  readonly several?: boolean;
  readonly denied: DeniedNeed[];
}

/** Denied needs by the rule that decides against them; by the roles when none is about the name. */
function byDecider(look: Look): Iterable<Group> {
  const groups = new Map<string, Group>();
  const add = (at: string, by: string, one: DeniedNeed, several = false): void => {
    const group = groups.get(by) ?? { at, by, several, denied: [] };
    groups.set(by, group);
    group.denied.push(one);
  };
  for (const one of deniedNeeds(look)) {
    if (one.product !== 'consul') continue;
    const { decidedBy } = one.need;
    const policy =
      decidedBy !== null && 'policy' in decidedBy ? /^policy (.*)$/.exec(decidedBy.policy)?.[1] : undefined;
    if (policy !== undefined && decidedBy !== null && 'rule' in decidedBy) {
      const name = decidedBy.name === undefined ? '' : ` ${JSON.stringify(decidedBy.name)}`;
      add(about.consulPolicy(policy), `policy ${policy} (${decidedBy.rule}${name} = ${decidedBy.access})`, one);
      continue;
    }
    const roles = linkOf(one.chain, 'grant')?.roles ?? [];
    const [role] = roles;
    if (role === undefined) {
      const given = [
        ...(linkOf(one.chain, 'grant')?.identities ?? []),
        ...(linkOf(one.chain, 'grant')?.policies ?? []),
      ];
      const login = linkOf(one.chain, 'login');
      if (one.workload.service !== undefined || login === undefined || !('authMethod' in login.at)) continue;
      const { authMethod } = login.at;
      // One finding for all tasks, whatever each is called.
      const what = new Set(given.map((each) => /^\w+ (?:identity|policy)/.exec(each)?.[0] ?? each));
      const by = `${[...what].join(' and ') || 'nothing'} that the rules of auth method ${authMethod} give tasks`;
      add(about.bindingRules(authMethod), `the ${by}`, one);
      continue;
    }
    // One that gives nothing is there for what is missing.
    const empty = roles.find(({ policies }) => policies.length === 0) ?? role;
    const [only] = role.policies;
    const isOne = roles.length === 1 && role.policies.length === 1 && only !== undefined;
    const by = isOne
      ? `policy ${only} of role ${role.name}`
      : roles.length === 1
        ? `role ${inWords(look, role)}`
        : `roles ${roles.map((one) => inWords(look, one)).join(' and ')}`;
    add(isOne ? about.consulPolicy(only) : about.consulRole(empty.name), by, one, roles.length > 1);
  }
  return groups.values();
}

function asked(request: DeniedNeed['need']['request']): string {
  return request?.product === 'consul' ? `${request.resource}:${request.access} ${request.segment}`.trim() : '';
}

function inWords(
  look: Look,
  { name, policies }: { readonly name: string; readonly policies: readonly string[] },
): string {
  const stored = look.world.consul?.roles.find((role) => role['Name'] === name);
  const identities = [
    ...namesIn(stored?.['ServiceIdentities'], 'ServiceName').map((one) => `service identity ${one}`),
    ...namesIn(stored?.['NodeIdentities'], 'NodeName').map((one) => `node identity ${one}`),
    ...namesIn(stored?.['TemplatedPolicies'], 'TemplateName').map((one) => `templated policy ${one}`),
  ];
  const held = [...policies, ...identities];
  return held.length === 0 ? `${name}, which has no policies,` : `${name} (${held.join(', ')})`;
}

function namesIn(value: unknown, member: string): readonly string[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isObject).map((one) => String(one[member])) : [];
}

/** A role that would do, and that no rule gives: its rule may be gone. */
function spareRole(look: Look, denied: readonly DeniedNeed[]): string | undefined {
  const { consul } = look.world;
  if (consul === undefined) return undefined;
  return consul.roles
    .map(({ Name }) => String(Name))
    .filter(givenByNoRule(look))
    .find((name) => {
      const rights = rightsOfToken(consul, { Roles: [{ Name: name }] });
      return denied.every(
        ({ need: { request } }) =>
          request?.product === 'consul' && rights?.allows(request.resource, request.segment, request.access) === true,
      );
    });
}
