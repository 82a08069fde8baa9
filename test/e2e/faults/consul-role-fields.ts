import { added, named, tasksPolicy, tasksRole } from './consul-faults.ts';
import type { Body, Fault } from './fault.ts';

/** A second thing that a fault needs: a role or policy by its name. */
export const beside =
  (kind: 'role' | 'policy', body: Body, then: Fault['inject']): Fault['inject'] =>
  async (bench) => {
    const remove = await added(`acl/${kind}`, body)(bench);
    const back = await then(bench);
    return async () => {
      await back();
      await remove();
    };
  };

const rules =
  (text: string) =>
  (before: Body): Body => ({ ...before, Rules: `${String(before['Rules'])}\n${text}` });

/** Field after field of roles and policies. */
export const consulRoleFields: readonly Fault[] = [
  {
    name: "the tasks' role has another name",
    rule: 'consul/role-missing',
    inject: named('role', tasksRole, (before) => ({ ...before, Name: 'nomad-default-task' })),
  },
  {
    name: "the tasks' role has a service identity in place of its policy",
    rule: 'consul/need-not-granted',
    inject: named('role', tasksRole, (before) => ({
      ...before,
      Policies: [],
      ServiceIdentities: [{ ServiceName: 'web' }],
    })),
  },
  {
    name: "the tasks' role has a templated policy in place of its policy",
    rule: 'consul/need-not-granted',
    inject: named('role', tasksRole, (before) => ({
      ...before,
      Policies: [],
      TemplatedPolicies: [{ TemplateName: 'builtin/dns' }],
    })),
  },
  {
    name: "the tasks' role has a node identity more",
    rule: undefined,
    inject: named('role', tasksRole, (before) => ({
      ...before,
      NodeIdentities: [{ NodeName: 'n', Datacenter: 'dc1' }],
    })),
  },
  {
    name: "the tasks' role has another policy that allows services only",
    rule: 'consul/need-not-granted',
    inject: beside(
      'policy',
      { Name: 'services-only', Rules: 'service_prefix "" { policy = "read" }' },
      named('role', tasksRole, (before) => ({ ...before, Policies: [{ Name: 'services-only' }] })),
    ),
  },
  {
    name: "the tasks' role has a second policy that denies keys",
    rule: 'consul/need-not-granted',
    inject: beside(
      'policy',
      { Name: 'no-app', Rules: 'key_prefix "app/" { policy = "deny" }' },
      named('role', tasksRole, (before) => ({
        ...before,
        Policies: [...(before['Policies'] as Body[]), { Name: 'no-app' }],
      })),
    ),
  },
  {
    name: "the tasks' role has the management policy as well",
    rule: 'security/workloads-too-strong',
    inject: named('role', tasksRole, (before) => ({
      ...before,
      Policies: [...(before['Policies'] as Body[]), { Name: 'global-management' }],
    })),
  },
  {
    name: "the tasks' policy has another name",
    rule: undefined,
    inject: named('policy', tasksPolicy, (before) => ({ ...before, Name: 'nomad-tasks' })),
  },
  {
    name: "the tasks' policy is empty",
    rule: 'consul/need-not-granted',
    inject: named('policy', tasksPolicy, (before) => ({ ...before, Rules: '' })),
  },
  {
    name: "the tasks' policy has a slip in the name of keys",
    rule: 'consul/policy-words',
    inject: named('policy', tasksPolicy, (before) => ({
      ...before,
      Rules: String(before['Rules']).replace('key_prefix', 'keys_prefix'),
    })),
  },
  {
    name: "the tasks' policy has keys of one name, not of a prefix",
    rule: 'consul/need-not-granted',
    inject: named('policy', tasksPolicy, (before) => ({
      ...before,
      Rules: String(before['Rules']).replace('key_prefix ""', 'key "app"'),
    })),
  },
  {
    name: "the tasks' policy is about another folder",
    rule: 'consul/need-not-granted',
    inject: named('policy', tasksPolicy, (before) => ({
      ...before,
      Rules: String(before['Rules']).replace('key_prefix ""', 'key_prefix "apps/"'),
    })),
  },
  {
    name: "the tasks' policy denies all keys",
    rule: 'consul/need-not-granted',
    inject: named('policy', tasksPolicy, (before) => ({
      ...before,
      Rules: String(before['Rules']).replace(/key_prefix ""[^}]*\}/, 'key_prefix "" {\n  policy = "deny"\n}'),
    })),
  },
  {
    name: "the tasks' policy denies services, for which nobody asks",
    rule: undefined,
    inject: named('policy', tasksPolicy, rules('service "web" { policy = "deny" }')),
  },
  {
    name: "the tasks' policy holds in this datacenter only",
    rule: undefined,
    inject: named('policy', tasksPolicy, (before) => ({ ...before, Datacenters: ['dc1'] })),
  },
  {
    name: "the tasks' policy may change ACLs",
    rule: 'security/workloads-too-strong',
    inject: named('policy', tasksPolicy, rules('acl = "write"')),
  },
  {
    name: "the tasks' policy may write all keys",
    rule: 'security/workloads-too-strong',
    inject: named('policy', tasksPolicy, (before) => ({
      ...before,
      Rules: String(before['Rules']).replace(/key_prefix ""[^}]*\}/, 'key_prefix "" {\n  policy = "write"\n}'),
    })),
  },
  {
    name: "the tasks' policy may be any service",
    rule: 'security/workloads-too-strong',
    inject: named('policy', tasksPolicy, (before) => ({
      ...before,
      Rules: String(before['Rules']).replace(/service_prefix ""[^}]*\}/, 'service_prefix "" {\n  policy = "write"\n}'),
    })),
  },
];
