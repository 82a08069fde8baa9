import { added, rule, tasksPolicy, tasksRole } from './consul-faults.ts';
import { beside } from './consul-role-fields.ts';
import type { Body, Fault } from './fault.ts';

const forServices = '"nomad_service" in value';
const forTasks = '"nomad_service" not in value';
const second = (body: Body): Fault['inject'] => added('acl/binding-rule', { AuthMethod: 'nomad-workloads', ...body });

/** Field after field of binding rules. */
export const consulRuleFields: readonly Fault[] = [
  {
    name: 'the rule of services binds the job, whose name is the same by accident',
    rule: 'consul/service-not-its-own',
    inject: rule('service', (before) => ({ ...before, BindName: '${value.nomad_job_id}' })),
  },
  {
    name: 'the rule of services binds the namespace',
    rule: 'consul/service-not-its-own',
    inject: rule('service', (before) => ({ ...before, BindName: '${value.nomad_namespace}' })),
  },
  {
    name: 'the rule of services binds a templated policy',
    rule: undefined,
    inject: rule('service', (before) => ({
      ...before,
      BindType: 'templated-policy',
      BindName: 'builtin/service',
      BindVars: { Name: '${value.nomad_service}' },
    })),
  },
  {
    name: 'the rule of services binds a templated policy of another name',
    rule: 'consul/service-not-its-own',
    inject: rule('service', (before) => ({
      ...before,
      BindType: 'templated-policy',
      BindName: 'builtin/service',
      BindVars: { Name: 'api-${value.nomad_service}' },
    })),
  },
  {
    name: 'the rule of services binds the templated policy of DNS',
    rule: 'consul/service-not-its-own',
    inject: rule('service', (before) => ({ ...before, BindType: 'templated-policy', BindName: 'builtin/dns' })),
  },
  {
    name: 'the rule of services asks for another job',
    rule: 'consul/no-rule-matches',
    inject: rule('service', (before) => ({ ...before, Selector: 'value.nomad_job_id == "api"' })),
  },
  {
    name: 'the rule of services asks for a task',
    rule: 'consul/bind-name-fails',
    inject: rule('service', (before) => ({ ...before, Selector: '"nomad_task" in value' })),
  },
  {
    name: 'the rule of services is for whatever has a namespace',
    rule: 'consul/bind-name-fails',
    inject: rule('service', (before) => ({ ...before, Selector: '"nomad_namespace" in value' })),
  },
  {
    name: 'the rule of tasks asks for another namespace',
    rule: 'consul/no-rule-matches',
    inject: rule('role', (before) => ({ ...before, Selector: 'value.nomad_namespace == "prod"' })),
  },
  {
    name: 'the rule of tasks has no selector',
    rule: 'consul/rule-without-selector',
    inject: rule('role', (before) => ({ ...before, Selector: '' })),
  },
  {
    name: 'the rule of tasks binds the policy itself',
    rule: undefined,
    inject: rule('role', (before) => ({ ...before, BindType: 'policy', BindName: tasksPolicy })),
  },
  {
    name: 'the rule of tasks binds a policy that is not there',
    rule: 'consul/role-missing',
    inject: rule('role', (before) => ({ ...before, BindType: 'policy', BindName: 'nomad-tasks' })),
  },
  {
    name: 'the rule of tasks binds a service of their name',
    rule: 'consul/need-not-granted',
    inject: rule('role', (before) => ({ ...before, BindType: 'service', BindName: '${value.nomad_task}' })),
  },
  {
    name: 'the rule of tasks binds a node of their name',
    rule: 'consul/need-not-granted',
    inject: rule('role', (before) => ({ ...before, BindType: 'node', BindName: '${value.nomad_task}' })),
  },
  {
    name: "the rule of tasks makes the role's name of the job",
    rule: 'consul/role-missing',
    inject: rule('role', (before) => ({ ...before, BindName: 'nomad-${value.nomad_job_id}-tasks' })),
  },
  {
    name: 'the rule of tasks names the role with a slip',
    rule: 'consul/role-missing',
    inject: rule('role', (before) => ({ ...before, BindName: 'nomad-${value.nomad_namespace}-task' })),
  },
  {
    name: 'the rule of services is there twice',
    rule: undefined,
    inject: second({ BindType: 'service', BindName: '${value.nomad_service}', Selector: forServices }),
  },
  {
    name: 'a second rule fails for all tasks',
    rule: 'consul/bind-name-fails',
    inject: second({ BindType: 'service', BindName: '${value.nomad_service}', Selector: '' }),
  },
  {
    name: 'a second rule lets every workload be one service',
    rule: 'security/workloads-too-strong',
    inject: second({ BindType: 'service', BindName: 'payments', Selector: '' }),
  },
  {
    name: 'a second rule gives services the role of tasks',
    rule: undefined,
    inject: second({ BindType: 'role', BindName: tasksRole, Selector: '' }),
  },
  {
    name: 'a second rule gives all tasks a role that may change ACLs',
    rule: 'security/workloads-too-strong',
    inject: beside(
      'policy',
      { Name: 'acls', Rules: 'acl = "write"' },
      beside(
        'role',
        { Name: 'operators', Policies: [{ Name: 'acls' }] },
        second({ BindType: 'role', BindName: 'operators', Selector: forTasks }),
      ),
    ),
  },
  {
    name: 'a second rule gives all tasks a role that is not there',
    rule: undefined,
    inject: second({ BindType: 'role', BindName: 'operators', Selector: forTasks }),
  },
  {
    name: 'a second rule is for one team',
    rule: undefined,
    inject: second({
      BindType: 'service',
      BindName: 'team-${value.nomad_service}',
      Selector: 'value.nomad_namespace == "team"',
    }),
  },
];
