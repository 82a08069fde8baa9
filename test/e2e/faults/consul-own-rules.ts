import { added, named, tasksPolicy, tasksRole } from './consul-faults.ts';
import { having } from './consul-beside.ts';
import { beside } from './consul-role-fields.ts';
import type { Fault } from './fault.ts';
import { registered, template } from './job-faults.ts';

/** A job whose key only a role of its own gives, which the given rule binds. */
const withOwnRole =
  (rule: { readonly BindName: string; readonly Selector: string } | undefined): Fault['inject'] =>
  (bench) =>
    beside(
      'policy',
      { Name: 'team-read', Rules: 'key_prefix "team/" { policy = "read" }' },
      beside(
        'role',
        { Name: 'team-faulty', Policies: [{ Name: 'team-read' }] },
        having(
          registered({ task: `consul {}\n${template('{{ key "team/motd" }}')}` }),
          having(
            named('policy', tasksPolicy, (before) => ({
              ...before,
              Rules: 'key_prefix "app/" { policy = "read" }',
            })),
            rule === undefined
              ? () => Promise.resolve(() => Promise.resolve())
              : added('acl/binding-rule', { AuthMethod: 'nomad-workloads', BindType: 'role', ...rule }),
          ),
        ),
      ),
    )(bench);

/** Rules and roles that are for one job. */
export const consulOwnRules: readonly Fault[] = [
  {
    name: 'a rule gives one job a role of its own',
    rule: undefined,
    inject: withOwnRole({ BindName: 'team-faulty', Selector: 'value.nomad_job_id == "faulty"' }),
  },
  {
    name: 'the rule for one job has a slip in its name',
    rule: 'consul/selector-misses-its-own',
    inject: withOwnRole({ BindName: 'team-faulty', Selector: 'value.nomad_job_id == "fautly"' }),
  },
  {
    name: 'the rule for one job writes it with a capital',
    rule: 'consul/selector-misses-its-own',
    inject: withOwnRole({
      BindName: 'team-faulty',
      Selector: 'value.nomad_namespace == "default" and value.nomad_job_id == "Faulty"',
    }),
  },
  {
    name: 'a rule makes the name of its role from the job, and asks for another one',
    rule: 'consul/selector-misses-its-own',
    inject: withOwnRole({
      BindName: 'team-${value.nomad_job_id}',
      Selector: 'value.nomad_job_id == "something-else" and "nomad_task" in value',
    }),
  },
  { name: 'the rule for one job is gone', rule: 'consul/need-not-granted', inject: withOwnRole(undefined) },
  {
    name: 'the bind name of the role of one job is written without its dash',
    rule: 'consul/role-missing',
    inject: withOwnRole({ BindName: 'teamfaulty', Selector: 'value.nomad_job_id == "faulty"' }),
  },
  {
    name: "a rule for one job's services is true of all that have none",
    rule: 'consul/selector-true-without-claim',
    inject: added('acl/binding-rule', {
      AuthMethod: 'nomad-workloads',
      BindType: 'role',
      BindName: tasksRole,
      Selector: 'value.nomad_service != "web"',
    }),
  },
  {
    name: 'a rule for gateways takes their name from a claim',
    rule: 'security/gateway-name-from-claim',
    inject: added('acl/binding-rule', {
      AuthMethod: 'nomad-workloads',
      BindType: 'templated-policy',
      BindName: 'builtin/api-gateway',
      BindVars: { Name: '${value.nomad_service}' },
      Selector: 'value.nomad_namespace == "ingress"',
    }),
  },
];
