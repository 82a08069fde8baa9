import { describe, expect, it } from 'vitest';
import { terraformObjects } from '../../../src/collect/files/terraform-objects.ts';
import { WidError } from '../../../src/support/errors.ts';

interface Resource {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Attributes that only the apply tells. */
  readonly unknown?: Readonly<Record<string, unknown>>;
  readonly references?: Readonly<Record<string, readonly string[]>>;
}

/** A plan as `terraform show -json` prints it, whose resources stand in a module. */
function plan(resources: readonly Resource[], gone: readonly Resource[] = []): string {
  const typeOf = (address: string): string => /(\w+)\.[\w-]+(?:\[.*\])?$/.exec(address)?.[1] ?? '';
  const inModule = (address: string): string => `module.wid.${address}`;
  const bare = new Map(resources.map((one) => [one.address.replace(/\[.*\]$/, ''), one]));
  return JSON.stringify({
    format_version: '1.2',
    planned_values: {
      root_module: {
        child_modules: [
          {
            address: 'module.wid',
            resources: resources.map(({ address, values }) => ({
              address: inModule(address),
              mode: 'managed',
              type: typeOf(address),
              values,
            })),
          },
        ],
      },
    },
    resource_changes: [
      ...resources.map(({ address, unknown = {} }) => ({
        address: inModule(address),
        change: { actions: ['create'], after_unknown: { id: true, ...unknown } },
      })),
      ...gone.map(({ address, values }) => ({
        address: inModule(address),
        mode: 'managed',
        type: typeOf(address),
        change: { actions: ['delete'], before: values, after_unknown: {} },
      })),
    ],
    configuration: {
      root_module: {
        module_calls: {
          wid: {
            module: {
              resources: [...bare].map(([address, { references = {} }]) => ({
                address,
                expressions: Object.fromEntries(
                  Object.entries(references).map(([name, list]) => [name, { references: list }]),
                ),
              })),
            },
          },
        },
      },
    },
  });
}

function state(resources: readonly Resource[]): string {
  const listed = resources.map(({ address, values }) => ({
    address,
    mode: 'managed',
    type: address.split('.')[0],
    values,
  }));
  return JSON.stringify({ format_version: '1.0', values: { root_module: { resources: listed } } });
}

const read = (text: string): ReturnType<typeof terraformObjects> => terraformObjects({ name: 'plan.json', text });

describe('terraform show -json', () => {
  it('tells of methods, rules and policies of Consul, and where each stands', () => {
    const { objects, origins, notRead } = read(
      plan([
        {
          address: 'consul_acl_auth_method.nomad',
          values: {
            name: 'nomad-workloads',
            type: 'jwt',
            max_token_ttl: '0s',
            config_json: '{"JWKSURL":"https://n/.well-known/jwks.json","BoundAudiences":["consul.io"]}',
          },
        },
        {
          address: 'consul_acl_binding_rule.services',
          values: {
            auth_method: 'nomad-workloads',
            bind_type: 'service',
            bind_name: '${value.nomad_service}',
            selector: '"nomad_service" in value',
          },
        },
        { address: 'consul_acl_policy.tasks', values: { name: 'tasks', rules: 'key_prefix "" { policy = "read" }' } },
      ]),
    );
    expect(objects.map(({ kind, identity }) => [kind, identity.name])).toEqual([
      ['consul/auth-method', 'nomad-workloads'],
      ['consul/binding-rule', 'service/${value.nomad_service}'],
      ['consul/policy', 'tasks'],
    ]);
    expect(JSON.stringify(objects[0]?.body)).toContain('consul.io');
    expect(origins['consul/policy/tasks']).toMatchObject({
      address: 'module.wid.consul_acl_policy.tasks',
      file: 'plan.json',
    });
    expect(notRead).toEqual([]);
  });

  const policies = ['a', 'b'].map((name) => ({
    address: `consul_acl_policy.tasks["${name}"]`,
    values: { name: `policy-${name}`, rules: '' },
  }));
  const role = (values: Resource['values'], more: Partial<Resource> = {}): Resource => ({
    address: 'consul_acl_role.tasks["b"]',
    values: { name: 'tasks-b', ...values },
    ...more,
  });
  const policyNames = (text: string): unknown =>
    read(text).objects.find(({ kind }) => kind === 'consul/role')?.body['policies'];

  it('links a role of a plan to the policy that it refers to, of several to the one with its key', () => {
    const references = { policies: ['consul_acl_policy.tasks', 'each.key'] };
    const text = plan([...policies, role({}, { unknown: { policies: [true] }, references })]);
    expect(policyNames(text)).toEqual(['policy-b']);
    expect(read(text).notRead).toEqual([]);
  });

  it('links a role of a state to policies by their ids', () => {
    const [policy] = policies;
    const given = { ...policy, address: 'consul_acl_policy.a', values: { ...policy?.values, id: 'id-1' } };
    expect(policyNames(state([given, { ...role({ policies: ['id-1'] }), address: 'consul_acl_role.t' }]))).toEqual([
      'policy-a',
    ]);
  });

  it('tells what is known only after the apply, and guesses nothing', () => {
    const { notRead, objects } = read(
      plan([
        role({}, { unknown: { policies: true } }),
        { address: 'consul_acl_policy.x', values: { rules: '' }, unknown: { name: true } },
      ]),
    );
    expect(notRead.map(({ part, what }) => [part, what])).toEqual([
      ['consul/objects', 'policies of module.wid.consul_acl_role.tasks["b"]'],
      ['consul/objects', 'name of module.wid.consul_acl_policy.x'],
    ]);
    expect(objects.map(({ kind }) => kind)).toEqual(['consul/role']);
  });

  it('tells of mounts, roles, policies and KV engines of Vault', () => {
    const { objects, kv } = read(
      plan([
        {
          address: 'vault_jwt_auth_backend.nomad',
          values: {
            path: 'jwt-nomad',
            type: 'jwt',
            jwks_url: 'https://n/jwks',
            default_role: 'w',
            accessor: 'auth_jwt_1',
          },
        },
        {
          address: 'vault_jwt_auth_backend_role.w',
          values: {
            backend: 'jwt-nomad',
            role_name: 'w',
            role_type: 'jwt',
            bound_audiences: ['vault.io'],
            bound_claims: { nomad_namespace: 'a, b' },
            user_claim: '/nomad_job_id',
            user_claim_json_pointer: true,
            token_period: 1800,
            token_policies: ['p'],
          },
        },
        { address: 'vault_policy.p', values: { name: 'p', policy: 'path "kv/data/x" {}' } },
        { address: 'vault_mount.kv', values: { path: 'kv/', type: 'kv', options: { version: '2' } } },
        { address: 'vault_mount.old', values: { path: 'old', type: 'kv', options: null } },
      ]),
    );
    expect(objects.map(({ kind, identity: { parent, name } }) => [kind, parent, name])).toEqual([
      ['vault/auth-mount', undefined, 'jwt-nomad'],
      ['vault/jwt-config', undefined, 'jwt-nomad'],
      ['vault/jwt-role', 'jwt-nomad', 'w'],
      ['vault/policy', undefined, 'p'],
    ]);
    expect(objects[0]?.accessor).toBe('auth_jwt_1');
    expect(objects[2]?.body).toMatchObject({ bound_claims: { nomad_namespace: ['a', 'b'] }, token_policies: ['p'] });
    expect(kv).toEqual({ kv: 2, old: 1 });
  });

  it('tells of jobs, and of those that cannot be read', () => {
    const { jobs, notRead } = read(
      plan([
        {
          address: 'nomad_job.web',
          values: {
            jobspec:
              'variable "n" {}\njob "web" {\n  group "g" {\n    task "t" {\n      driver = var.n\n    }\n  }\n}\n',
            hcl2: [{ vars: { n: 'g' } }],
          },
        },
        { address: 'nomad_job.bad', values: { jobspec: 'job {' } },
      ]),
    );
    expect(jobs).toMatchObject([{ id: 'web', origin: { address: 'module.wid.nomad_job.web' } }]);
    expect(notRead).toMatchObject([{ part: 'nomad/jobs', what: 'the job of module.wid.nomad_job.bad' }]);
  });

  it('tells what a plan takes away', () => {
    const gone = [{ address: 'consul_acl_role.old', values: { name: 'old' } }];
    expect(read(plan([], gone)).deleted).toEqual(['consul/role/old']);
  });

  it.each(['{"format_version": ', '{"resources": []}'])(
    'is refused with a place and a hint when it is something else: %s',
    (text) => {
      expect(() => read(text)).toThrow(WidError);
      expect(() => read(text)).toThrow(
        expect.objectContaining({ hint: expect.stringContaining('terraform show -json') as string }) as Error,
      );
    },
  );
});
