import { config, method, named, rule, tasksPolicy, tasksRole } from './consul-faults.ts';
import { edited, type Fault } from './fault.ts';

const tasksMay = (keys: string): Fault['inject'] =>
  named('policy', tasksPolicy, (before) => ({
    ...before,
    Rules: `${keys}\nservice_prefix "" { policy = "read" }\nnode_prefix "" { policy = "read" }`,
  }));

/** Small slips in Consul: letters, quotes, prefixes, and objects that are added beside good ones. */
export const consulSlips: readonly Fault[] = [
  {
    name: 'the selector of services has a slip in the claim',
    rule: 'consul/claim-not-mapped',
    inject: rule('service', (before) => ({ ...before, Selector: '"nomad_servcie" in value' })),
  },
  {
    name: 'the selector of services compares a claim with a slip in it',
    rule: 'consul/claim-not-mapped',
    inject: rule('service', (before) => ({ ...before, Selector: 'value.nomad_servcie == "web"' })),
  },
  {
    name: 'the selector of services is turned round',
    rule: 'consul/bind-name-fails',
    inject: rule('service', (before) => ({ ...before, Selector: '"nomad_service" not in value' })),
  },
  {
    name: 'the selector of services writes the namespace with a capital',
    rule: 'consul/no-rule-matches',
    inject: rule('service', (before) => ({ ...before, Selector: 'value.nomad_namespace == "Default"' })),
  },
  {
    name: 'the selector of services knows one service by another name',
    rule: 'consul/no-rule-matches',
    inject: rule('service', (before) => ({ ...before, Selector: 'value.nomad_service == "Web"' })),
  },
  {
    name: 'the bind name of services is a fixed one',
    rule: 'consul/service-not-its-own',
    inject: rule('service', (before) => ({ ...before, BindName: 'api' })),
  },
  {
    name: 'the bind name of services is the job',
    rule: 'consul/service-not-its-own',
    inject: rule('service', (before) => ({ ...before, BindName: '${value.nomad_job_id}-svc' })),
  },
  {
    name: 'services are bound to the role of tasks',
    rule: 'consul/service-not-its-own',
    inject: rule('service', (before) => ({ ...before, BindType: 'role', BindName: tasksRole })),
  },
  {
    name: 'services are bound to a node of their name',
    rule: 'consul/service-not-its-own',
    inject: rule('service', (before) => ({ ...before, BindType: 'node' })),
  },
  {
    name: "the rule of tasks writes the role's name with a capital, which Consul does not mind",
    rule: undefined,
    inject: rule('role', (before) => ({ ...before, BindName: 'Nomad-${value.nomad_namespace}-tasks' })),
  },
  {
    name: 'the rule of tasks is for services',
    rule: 'consul/no-rule-matches',
    inject: rule('role', (before) => ({ ...before, Selector: '"nomad_service" in value' })),
  },
  {
    name: "the tasks' policy names a key of no letters",
    rule: 'consul/need-not-granted',
    inject: tasksMay('key "" { policy = "read" }'),
  },
  {
    name: "the tasks' policy begins keys with a slash",
    rule: 'consul/need-not-granted',
    inject: tasksMay('key_prefix "/app/" { policy = "read" }'),
  },
  {
    name: "the tasks' policy writes keys with a capital",
    rule: 'consul/need-not-granted',
    inject: tasksMay('key_prefix "App/" { policy = "read" }'),
  },
  {
    name: "the tasks' policy takes a star for a wildcard",
    rule: 'consul/need-not-granted',
    inject: tasksMay('key_prefix "app/*" { policy = "read" }'),
  },
  {
    name: "the tasks' policy denies a folder of an allowed one",
    rule: 'consul/need-not-granted',
    inject: tasksMay('key_prefix "" { policy = "read" }\nkey_prefix "app/" { policy = "deny" }'),
  },
  {
    name: "the tasks' policy may list keys and not read them",
    rule: undefined,
    inject: tasksMay('key_prefix "" { policy = "list" }'),
  },
  {
    name: "the tasks' role has another description",
    rule: undefined,
    inject: named('role', tasksRole, (before) => ({ ...before, Description: 'of tasks' })),
  },
  {
    name: 'the auth method has a list of algorithms, which Consul does not heed with an address of keys',
    rule: undefined,
    inject: config((before) => ({ ...before, JWTSupportedAlgs: ['ES256'] })),
  },
  {
    name: 'nomad_service is mapped to another name',
    rule: 'consul/claim-not-mapped',
    inject: config(({ ClaimMappings, ...before }) => ({
      ...before,
      ClaimMappings: { ...(ClaimMappings as object), nomad_service: 'service' },
    })),
  },
  {
    name: 'a claim that Nomad never writes is mapped to nomad_service',
    rule: 'consul/mapping-of-unknown-claim',
    inject: config(({ ClaimMappings, ...before }) => {
      const { nomad_service: _, ...others } = ClaimMappings as Record<string, string>;
      return { ...before, ClaimMappings: { ...others, 'nomad-service': 'nomad_service' } };
    }),
  },
  {
    name: 'the auth method takes any audience',
    rule: 'consul/audience-mismatch',
    inject: config((before) => ({ ...before, BoundAudiences: [] })),
  },
  {
    name: 'the auth method wants the audience with a capital',
    rule: 'consul/audience-mismatch',
    inject: config((before) => ({ ...before, BoundAudiences: ['Consul.io'] })),
  },
  {
    name: 'the auth method has a description',
    rule: undefined,
    inject: ({ consul }) => edited(consul, method, (before) => ({ ...before, Description: 'of Nomad' })),
  },
];
