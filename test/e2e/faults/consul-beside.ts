import { added, named, rule, tasksPolicy, tasksRole } from './consul-faults.ts';
import { beside } from './consul-role-fields.ts';
import type { Fault } from './fault.ts';
import { registered, template } from './job-faults.ts';

/** A fault in a cluster that has one thing more than the usual one. */
export const having =
  (first: Fault['inject'], then: Fault['inject']): Fault['inject'] =>
  async (bench) => {
    const remove = await first(bench);
    const heal = await then(bench);
    return async () => {
      await heal();
      await remove();
    };
  };

const tasksMay = (keys: string): Fault['inject'] =>
  named('policy', tasksPolicy, (before) => ({
    ...before,
    Rules: `${keys}\nservice_prefix "" { policy = "read" }\nnode_prefix "" { policy = "read" }`,
  }));
const app = 'key_prefix "app/" { policy = "read" }';
const asking = (text: string): Fault['inject'] => registered({ task: `consul {}\n${template(text)}` });
const lister = asking('{{ range ls "team/motd" }}{{ .Key }}{{ end }}');
const forTasks = (BindName: string): Fault['inject'] =>
  added('acl/binding-rule', {
    AuthMethod: 'nomad-workloads',
    BindType: 'policy',
    BindName,
    Selector: '"nomad_service" not in value',
  });
const teamPolicy = (then: Fault['inject']): Fault['inject'] =>
  beside('policy', { Name: 'team-read', Rules: 'key_prefix "team/" { policy = "read" }' }, then);
const reader = asking('{{ key "team/motd" }}');

/** What tokens lack that are given by more than one rule, and what lists leave out. */
export const consulBeside: readonly Fault[] = [
  {
    name: 'a job lists keys, none of which its policy gives',
    rule: 'consul/need-not-granted',
    inject: having(lister, tasksMay(app)),
  },
  {
    name: 'a job lists keys, of which its policy gives some',
    rule: undefined,
    inject: having(lister, tasksMay(`${app}\nkey "team/motd/today" { policy = "read" }`)),
  },
  {
    name: "the tasks' role is deleted, and another rule gives them a policy",
    rule: 'consul/role-missing',
    inject: teamPolicy(
      having(
        forTasks('team-read'),
        named('role', tasksRole, () => undefined),
      ),
    ),
  },
  {
    name: 'a second rule gives tasks the policy that they lack',
    rule: undefined,
    inject: teamPolicy(having(reader, having(forTasks('team-read'), tasksMay(app)))),
  },
  {
    name: 'a second rule would give tasks a policy that they lack, and slips in its name',
    rule: 'consul/role-missing',
    inject: teamPolicy(having(reader, having(forTasks('team-reads'), tasksMay(app)))),
  },
  {
    name: 'a second rule gives tasks a policy, and the first one is deleted',
    rule: 'consul/need-not-granted',
    inject: teamPolicy(
      having(
        forTasks('team-read'),
        rule('role', () => undefined),
      ),
    ),
  },
  {
    name: "the tasks' policy lets them take locks",
    rule: undefined,
    inject: tasksMay('key_prefix "" { policy = "read" }\nsession_prefix "" { policy = "write" }'),
  },
];
