import type { Json } from '../requests.ts';
import { edited, type Bench, type Body, type Fault } from './fault.ts';

export const method = 'acl/auth-method/nomad-workloads';

/** A change of the auth method's Config. */
export const config =
  (change: (config: Body) => Body): Fault['inject'] =>
  ({ consul }) =>
    edited(consul, method, (before) => ({ ...before, Config: change(before['Config'] as Body) }));

async function rules({ consul }: Bench): Promise<Body[]> {
  return (await consul.get('acl/binding-rules?authmethod=nomad-workloads')) as Body[];
}

/** Changes the binding rule of a type, or takes it away. */
export const rule =
  (type: string, change: (rule: Body) => Body | undefined): Fault['inject'] =>
  async (bench) => {
    const found = (await rules(bench)).find(({ BindType }) => BindType === type);
    if (found === undefined) throw new Error(`no binding rule of type ${type}`);
    const path = `acl/binding-rule/${String(found['ID'])}`;
    const after = change(found);
    if (after === undefined) {
      await bench.consul.delete(path);
      const { ID: _, ...body } = found;
      return () => bench.consul.put('acl/binding-rule', body);
    }
    await bench.consul.put(path, after);
    return () => bench.consul.put(path, found);
  };

/** Changes a role or a policy by its name, or takes it away. */
export const named =
  (kind: 'role' | 'policy', name: string, change: (before: Body) => Body | undefined): Fault['inject'] =>
  async ({ consul }) => {
    const before = (await consul.get(`acl/${kind}/name/${name}`)) as Body;
    const path = `acl/${kind}/${String(before['ID'])}`;
    const after = change(structuredClone(before));
    if (after !== undefined) {
      await consul.put(path, after);
      return () => consul.put(path, before);
    }
    const roles = (await consul.get('acl/roles')) as Body[];
    await consul.delete(path);
    return async () => {
      const { ID: _, ...body } = before;
      await consul.put(`acl/${kind}`, body);
      // A policy that is gone has left its roles too.
      if (kind === 'policy')
        for (const role of roles)
          await consul.put(`acl/role/${String(role['ID'])}`, {
            ...role,
            Policies: (role['Policies'] as { Name: string }[] | null)?.map(({ Name }) => ({ Name })) as unknown as Json,
          });
    };
  };

export const added =
  (path: string, body: Body): Fault['inject'] =>
  async ({ consul }) => {
    const made = (await consul.put(path, body)) as Body;
    return () => consul.delete(`${path}/${String(made['ID'])}`);
  };

export const tasksRole = 'nomad-default-tasks';
export const tasksPolicy = 'policy-nomad-tasks';

export const consulFaults: readonly Fault[] = [
  {
    name: 'the auth method is deleted',
    rule: 'consul/auth-method-missing',
    inject: async (bench) => {
      const { consul } = bench;
      const before = await consul.get(method);
      const held = await rules(bench);
      await consul.delete(method);
      return async () => {
        await consul.put('acl/auth-method', before);
        for (const { ID: _, ...body } of held) await consul.put('acl/binding-rule', body);
      };
    },
  },
  {
    name: 'the auth method is bound to another audience',
    rule: 'consul/audience-mismatch',
    inject: config((before) => ({ ...before, BoundAudiences: ['nomad'] })),
  },
  {
    name: 'the auth method has two audiences in one text',
    rule: 'consul/audience-mismatch',
    inject: config((before) => ({ ...before, BoundAudiences: ['consul.io,vault.io'] })),
  },
  {
    name: 'the auth method is bound to an issuer that Nomad does not write',
    rule: 'keys/issuer-mismatch',
    inject: config((before) => ({ ...before, BoundIssuer: 'https://nomad.example.com' })),
  },
  {
    name: 'the auth method gives tokens that end',
    rule: 'consul/max-token-ttl',
    inject: ({ consul }) => edited(consul, method, (before) => ({ ...before, MaxTokenTTL: '30m0s' })),
  },
  {
    name: 'nomad_service is not mapped any more',
    rule: 'consul/claim-not-mapped',
    inject: config(({ ClaimMappings, ...before }) => {
      const { nomad_service: _, ...mappings } = ClaimMappings as Body;
      return { ...before, ClaimMappings: mappings };
    }),
  },
  {
    name: 'nomad_namespace is not mapped any more',
    rule: 'consul/claim-not-mapped',
    inject: config(({ ClaimMappings, ...before }) => {
      const { nomad_namespace: _, ...mappings } = ClaimMappings as Body;
      return { ...before, ClaimMappings: mappings };
    }),
  },
  {
    name: 'the binding rule of services is deleted',
    rule: 'consul/no-rule-matches',
    inject: rule('service', () => undefined),
  },
  {
    name: 'the binding rule of tasks is deleted',
    rule: 'consul/no-rule-matches',
    inject: rule('role', () => undefined),
  },
  {
    name: 'the selector of services asks for another namespace',
    rule: 'consul/no-rule-matches',
    inject: rule('service', (before) => ({ ...before, Selector: 'value.nomad_namespace == "prod"' })),
  },
  {
    name: 'the rule of services has no selector',
    rule: 'consul/bind-name-fails',
    inject: rule('service', (before) => ({ ...before, Selector: '' })),
  },
  {
    name: 'the rule of tasks names a role that does not exist',
    rule: 'consul/role-missing',
    inject: rule('role', (before) => ({ ...before, BindName: 'nomad-tasks-${value.nomad_namespace}' })),
  },
  {
    name: 'the rule of services has a prefix in its name',
    rule: 'consul/service-not-its-own',
    inject: rule('service', (before) => ({
      ...before,
      BindName: '${value.nomad_namespace}-${value.nomad_service}',
    })),
  },
  {
    name: "the tasks' role is deleted",
    rule: 'consul/role-missing',
    inject: named('role', tasksRole, () => undefined),
  },
  {
    name: "the tasks' role has no policies",
    rule: 'consul/need-not-granted',
    inject: named('role', tasksRole, (before) => ({ ...before, Policies: [] })),
  },
  {
    name: "the tasks' policy is deleted",
    rule: 'consul/need-not-granted',
    inject: named('policy', tasksPolicy, () => undefined),
  },
  {
    name: "the tasks' policy allows no keys",
    rule: 'consul/need-not-granted',
    inject: named('policy', tasksPolicy, (before) => ({
      ...before,
      Rules: 'service_prefix "" { policy = "read" }\nnode_prefix "" { policy = "read" }',
    })),
  },
  {
    name: "the tasks' policy denies the key",
    rule: 'consul/need-not-granted',
    inject: named('policy', tasksPolicy, (before) => ({
      ...before,
      Rules: `${String(before['Rules'])}\nkey "app/greeting" { policy = "deny" }`,
    })),
  },
  {
    name: "the tasks' policy is for another datacenter",
    rule: 'consul/policy-elsewhere',
    inject: named('policy', tasksPolicy, (before) => ({ ...before, Datacenters: ['dc2'] })),
  },
  {
    name: 'a binding rule gives every workload all rights',
    rule: 'security/workloads-too-strong',
    inject: added('acl/binding-rule', {
      AuthMethod: 'nomad-workloads',
      BindType: 'policy',
      BindName: 'global-management',
      Selector: '',
    }),
  },
  {
    name: 'the anonymous token may read all keys',
    rule: 'security/anonymous-token-too-strong',
    inject: async ({ consul }) => {
      const made = (await consul.put('acl/policy', {
        Name: 'anonymous-keys',
        Rules: 'key_prefix "" { policy = "read" }\nservice_prefix "" { policy = "read" }',
      })) as Body;
      const path = 'acl/token/00000000-0000-0000-0000-000000000002';
      const before = (await consul.get(path)) as Body;
      await consul.put(path, { ...before, Policies: [{ Name: 'anonymous-keys' }] });
      return async () => {
        await consul.put(path, { ...before, Policies: [] });
        await consul.delete(`acl/policy/${String(made['ID'])}`);
      };
    },
  },
];
