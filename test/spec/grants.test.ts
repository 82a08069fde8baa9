import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hclText } from '../../src/spec/grants/hcl-text.ts';
import { selectorOf } from '../../src/spec/grants/selector.ts';
import { nameOfSubject, type Subject } from '../../src/spec/grants/subject.ts';
import { evaluateSelector } from '../../src/syntax/selector/evaluate.ts';
import { parseSelector } from '../../src/syntax/selector/parse.ts';
import { policyMeaning } from '../../src/syntax/hcl/meaning.ts';
import { load, resource } from './load-text.ts';

const presets = `issuers: { nomad: { jwks_url: 'http://nomad/keys' } }
presets: [{ preset: nomad-consul, issuer: nomad }, { preset: nomad-vault, issuer: nomad }]
`;
const grant = (text: string) => load(`${presets}grants: [{ ${text} }]\n`);

describe('a grant in Consul', () => {
  it('becomes a policy, a role with it and a rule that gives the role to the job', () => {
    const spec = grant("job: powerdns, consul: { keys: ['powerdns/*', shared], services: [db, 'db-*'] }");
    const made = spec.resources.filter(({ origin }) => origin === 'a grant for job powerdns');
    expect(made.map(({ address }) => address)).toEqual([
      'consul/policy/nomad_default_powerdns',
      'consul/role/nomad_default_powerdns',
      'consul/binding-rule/nomad-workloads/role/nomad_default_powerdns',
    ]);
    expect(made[0]?.body['rules']).toBe(
      [
        'key_prefix "powerdns/" {\n  policy = "read"\n}\n',
        'key "shared" {\n  policy = "read"\n}\n',
        'service "db" {\n  policy = "read"\n}\n',
        'service_prefix "db-" {\n  policy = "read"\n}\n',
        'node_prefix "" {\n  policy = "read"\n}\n',
      ].join('\n'),
    );
    expect(made[1]).toMatchObject({
      body: { policies: ['nomad_default_powerdns'] },
      dependsOn: ['consul/policy/nomad_default_powerdns'],
    });
    expect(made[2]).toMatchObject({
      body: {
        bind_type: 'role',
        bind_name: 'nomad_default_powerdns',
        selector:
          'value.nomad_namespace == "default" and value.nomad_job_id == "powerdns" and "nomad_service" not in value',
      },
      dependsOn: ['consul/auth-method/nomad-workloads', 'consul/role/nomad_default_powerdns'],
    });
  });

  it('opens no nodes when it names no services', () => {
    const spec = grant('job: a, consul: { keys: [k] }');
    expect(resource(spec, 'consul/policy/nomad_default_a').body['rules']).toBe('key "k" {\n  policy = "read"\n}\n');
  });

  it.each([
    ['task: t', ' and value.nomad_task == "t"'],
    ['service: s', ' and value.nomad_service == "s"'],
  ])('is narrowed by %s', (part, selector) => {
    const spec = grant(`job: a, namespace: prod, ${part}, consul: { keys: [k] }`);
    const [name] = [part.replace(': ', '_')];
    expect(resource(spec, `consul/binding-rule/nomad-workloads/role/nomad_prod_a_${name}`).body['selector']).toBe(
      `value.nomad_namespace == "prod" and value.nomad_job_id == "a"${selector}`,
    );
  });

  it("stands where the preset's roles stand on Enterprise", () => {
    const spec = load(
      `${presets.replace('nomad-consul, issuer: nomad', 'nomad-consul, issuer: nomad, namespace: n')}grants: [{ job: a, consul: { keys: [k] } }]\n`,
    );
    expect(resource(spec, 'consul/role/nomad_default_a@n').dependsOn).toContain('consul/policy/nomad_default_a@n');
    expect(resource(spec, 'consul/binding-rule/nomad-workloads/role/nomad_default_a').dependsOn).toContain(
      'consul/role/nomad_default_a@n',
    );
  });
});

describe('a grant beside a tasks role', () => {
  const warningsOf = (namespaces: string, grants: string): readonly string[] =>
    load(
      `${presets.replace('preset: nomad-consul, issuer: nomad', `preset: nomad-consul, issuer: nomad, namespaces: ${namespaces}`)}grants: ${grants}\n`,
    ).warnings.map(({ message }) => message.slice(0, message.indexOf(',')));
  const grants = `[
    { job: a, consul: { keys: [a] } }, { job: b, consul: { keys: [b] } },
    { job: c, service: s, consul: { keys: [c] } }, { job: d, namespace: prod, consul: { keys: [d] } },
  ]`;

  it('is said to add nothing, once for each Nomad namespace', () => {
    const adds = (namespace: string): string =>
      `the role nomad-${namespace}-tasks of the preset lets every task of the Nomad namespace ${namespace} read all keys and services`;
    expect(warningsOf('[default]', grants)).toEqual([adds('default')]);
    expect(warningsOf('[prod, default]', grants)).toEqual([adds('default'), adds('prod')]);
  });

  it('is all that its job gets where there is none', () => {
    expect(warningsOf('[]', grants)).toEqual([]);
  });
});

describe('a grant in Vault', () => {
  it('becomes a policy and a role that only the job can take', () => {
    const spec = grant("job: web, task: api, vault: { paths: [secret/web, 'secret/web/*'] }");
    expect(resource(spec, 'vault/policy/nomad_default_web_task_api').body['policy']).toBe(
      'path "secret/data/web" {\n  capabilities = ["read"]\n}\n\npath "secret/data/web/*" {\n  capabilities = ["read"]\n}\n',
    );
    const role = resource(spec, 'vault/jwt-role/jwt-nomad/nomad_default_web_task_api');
    expect(role.body).toMatchObject({
      role_type: 'jwt',
      bound_audiences: ['vault.io'],
      bound_claims: { nomad_namespace: 'default', nomad_job_id: 'web', nomad_task: 'api' },
      bound_claims_type: 'string',
      user_claim: 'sub',
      user_claim_json_pointer: false,
      token_type: 'service',
      token_period: 1800,
      token_policies: ['nomad_default_web_task_api'],
    });
    expect(role.dependsOn).toEqual([
      'vault/auth-mount/jwt-nomad',
      'vault/jwt-config/jwt-nomad',
      'vault/policy/nomad_default_web_task_api',
    ]);
  });

  it.each([
    ['a path of version 1', 'kv_version: 1, paths: [kv/a]', 'path "kv/a" {\n  capabilities = ["read"]\n}\n'],
    [
      'a deeper mount',
      'kv_mount: kv/team, paths: [kv/team/a]',
      'path "kv/team/data/a" {\n  capabilities = ["read"]\n}\n',
    ],
    [
      'another engine',
      'paths: [{ path: database/creds/a, kv_version: 1 }]',
      'path "database/creds/a" {\n  capabilities = ["read"]\n}\n',
    ],
    [
      'names and writing',
      "paths: [{ path: 'secret/a/*', capabilities: [read, list, update] }]",
      'path "secret/data/a/*" {\n  capabilities = ["read", "update"]\n}\n\npath "secret/metadata/a/*" {\n  capabilities = ["list"]\n}\n',
    ],
    [
      'one path twice',
      'paths: [secret/a, { path: secret/a, capabilities: [patch] }]',
      'path "secret/data/a" {\n  capabilities = ["read", "patch"]\n}\n',
    ],
  ])('writes %s', (_, text, policy) => {
    expect(resource(grant(`job: a, vault: { ${text} }`), 'vault/policy/nomad_default_a').body['policy']).toBe(policy);
  });

  it('goes to a mount of others, with an audience of its own', () => {
    const spec = load(
      'vault: { existing: { auth_mounts: [theirs] } }\ngrants: [{ job: a, vault: { mount: theirs/, audience: x, paths: [secret/a] } }]\n',
    );
    expect(spec.resources.map(({ address }) => address)).toEqual([
      'vault/policy/nomad_default_a',
      'vault/jwt-role/theirs/nomad_default_a',
    ]);
    expect(spec.resources[1]?.body).toMatchObject({ bound_audiences: ['x'] });
  });

  it("takes the preset's own user claim when it is not the default one", () => {
    const text = presets.replace(
      'nomad-vault, issuer: nomad',
      'nomad-vault, issuer: nomad, user_claim: /extra_claims/id',
    );
    const spec = load(`${text}grants: [{ job: a, vault: { paths: [secret/a] } }]\n`);
    expect(resource(spec, 'vault/jwt-role/jwt-nomad/nomad_default_a').body).toMatchObject({
      user_claim: '/extra_claims/id',
      user_claim_json_pointer: true,
    });
  });
});

const part = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.constantFrom('a', 'a-b', 'a_b', 'A', 'task', 'web/api', 'x'.repeat(200)),
);
const subjects: fc.Arbitrary<Subject> = fc.record({
  job: part,
  namespace: part,
  task: fc.option(part, { nil: undefined }),
  service: fc.constant(undefined),
});

describe('names and texts of grants', () => {
  it.each<[Partial<Subject>, string]>([
    [{}, 'nomad_default_web'],
    [{ namespace: 'prod', task: 'api' }, 'nomad_prod_web_task_api'],
    [{ service: 'web-http' }, 'nomad_default_web_service_web-http'],
  ])('%j is %s', (subject, name) => {
    expect(nameOfSubject({ job: 'web', namespace: 'default', task: undefined, service: undefined, ...subject })).toBe(
      name,
    );
  });

  it('fit all servers and are never shared', () => {
    fc.assert(
      fc.property(subjects, subjects, (a, b) => {
        expect(nameOfSubject(a)).toMatch(/^[a-z0-9_-]{1,128}$/);
        if (JSON.stringify(a) !== JSON.stringify(b)) expect(nameOfSubject(a)).not.toBe(nameOfSubject(b));
      }),
    );
  });

  it('select exactly the subject, whatever characters it has', () => {
    fc.assert(
      fc.property(subjects, subjects, (granted, other) => {
        const parsed = parseSelector(selectorOf(granted));
        expect(parsed).toMatchObject({ ok: true });
        if (!parsed.ok) return;
        const matches = ({ job, namespace, task = 'any' }: Subject): boolean =>
          evaluateSelector(parsed.tree, {
            value: { nomad_job_id: job, nomad_namespace: namespace, nomad_task: task },
            list: {},
          });
        expect(matches(granted)).toBe(true);
        if (other.job !== granted.job || other.namespace !== granted.namespace) expect(matches(other)).toBe(false);
      }),
    );
  });

  it('are read back from HCL as they were', () => {
    fc.assert(
      fc.property(part, (text) => {
        expect(JSON.stringify(policyMeaning(`key ${hclText(text)} { policy = "read" }`))).toContain(
          JSON.stringify(text).slice(1, -1),
        );
      }),
    );
  });
});
