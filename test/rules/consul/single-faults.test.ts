import { describe, expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import type { ApiObject } from '../../../src/model/api-object.ts';
import type { World } from '../../../src/model/world.ts';
import { change } from '../../../src/rules/change.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import { rules } from '../../../src/rules/index.ts';
import { lookAt } from '../../../src/rules/look-at.ts';

const read = { '': { policy: 'read' } };
const tasks = 'policy-nomad-tasks';

const rule = (type: string, patch: ApiObject) => (world: World) =>
  change.bindingRules(world, (all) => all.map((one) => (one['BindType'] === type ? { ...one, ...patch } : one)));
const config = (patch: ApiObject) => (world: World) => change.authMethod(world, { Config: patch });
const policy = (patch: ApiObject) => (world: World) => change.policyRules(world, tasks, patch);
const jobText = (from: string, to: string) => (world: World) =>
  change.jobs(world, (one) => ({
    ...one,
    job: JSON.parse(JSON.stringify(one.job).replaceAll(from, to)) as typeof one.job,
  }));
const withRule = (more: ApiObject) => (world: World) =>
  change.bindingRules(world, (all) => [...all, { AuthMethod: 'nomad-workloads', Selector: '', ...more }]);
const tokens = (make: (token: ApiObject) => readonly ApiObject[]) => (world: World) =>
  change.consul(world, { tokens: (world.consul?.tokens ?? []).flatMap(make) });

/** A role that gives keys, bound by a rule about the given job, or by none. */
const withRoleOfWeb = (job: string | undefined) => (world: World) => {
  const added = change.consul(world, {
    policies: [
      ...(world.consul?.policies ?? []),
      { ID: 'keys', Name: 'keys', Rules: 'key_prefix "" { policy = "read" }' },
    ],
    roles: [...(world.consul?.roles ?? []), { ID: 'of-web', Name: 'of-web', Policies: [{ Name: 'keys' }] }],
  });
  const Selector = `"nomad_task" in value and value.nomad_job_id == "${job ?? ''}"`;
  return job === undefined ? added : withRule({ BindType: 'role', BindName: 'of-web', Selector })(added);
};

/** The template of the job lists keys too. */
const listing = jobText('{{ key ', '{{ range ls \\"web/list\\" }}{{ .Key }}{{ end }}{{ key ');

/** Each changes one thing of a healthy cluster; the rule is what has to be said first. */
const faults: readonly (readonly [says: string, cause: string, (world: World) => World])[] = [
  ['the method is gone', 'consul/auth-method-missing', (world) => change.consul(world, { authMethods: [] })],
  [
    'the method has another name',
    'consul/auth-method-missing',
    (world) =>
      change.consul(world, {
        authMethods: (world.consul?.authMethods ?? []).map((one) => ({ ...one, Name: 'nomad' })),
      }),
  ],
  [
    'clients log in at a method that does not exist',
    'consul/auth-method-missing',
    (world) => change.clients(world, { Consuls: [{ Name: 'default', ServiceIdentityAuthMethod: 'nope' }] }),
  ],
  ['another audience is bound', 'consul/audience-mismatch', config({ BoundAudiences: ['consul'] })],
  [
    'the audience of the default identity is bound',
    'consul/audience-mismatch',
    config({ BoundAudiences: ['nomadproject.io'] }),
  ],
  ['no audience is bound', 'consul/audience-mismatch', config({ BoundAudiences: [] })],
  ['audiences are one text with a comma', 'consul/audience-mismatch', config({ BoundAudiences: 'consul.io,vault.io' })],
  [
    'servers write another audience for tasks',
    'consul/audience-mismatch',
    (world) =>
      change.jobs(
        change.servers(world, {
          Consuls: [
            {
              Name: 'default',
              ServiceIdentity: { Audience: ['consul.io'], TTL: 3_600_000_000_000 },
              TaskIdentity: { Audience: ['consul.example.com'], TTL: 3_600_000_000_000 },
            },
          ],
        }),
        (one) => ({
          ...one,
          job: JSON.parse(
            JSON.stringify(one.job).replace(
              '"consul_default","Audience":["consul.io"]',
              '"consul_default","Audience":["consul.example.com"]',
            ),
          ) as typeof one.job,
        }),
      ),
  ],
  ['an issuer is bound', 'keys/issuer-mismatch', config({ BoundIssuer: 'https://nomad.example.com' })],
  ['tokens end', 'consul/max-token-ttl', (world) => change.authMethod(world, { MaxTokenTTL: '24h0m0s' })],
  ['a leeway is in seconds', 'consul/leeway-units', config({ ClockSkewLeeway: 30 })],
  ['nomad_namespace is not mapped', 'consul/claim-not-mapped', config({ ClaimMappings: { nomad_namespace: null } })],
  ['nomad_service is not mapped', 'consul/claim-not-mapped', config({ ClaimMappings: { nomad_service: null } })],
  ['nothing is mapped', 'consul/claim-not-mapped', config({ ClaimMappings: null })],
  [
    'nomad_namespace is misspelt where it is mapped from',
    'consul/mapping-of-unknown-claim',
    config({ ClaimMappings: { nomad_namespace: null, nomad_namspace: 'nomad_namespace' } }),
  ],
  [
    'nomad_service is misspelt where it is mapped to',
    'consul/claim-not-mapped',
    config({ ClaimMappings: { nomad_service: 'nomad_sevice' } }),
  ],
  ['there are no rules', 'consul/no-rule-matches', (world) => change.bindingRules(world, () => [])],
  [
    'the selector of tasks is never true',
    'consul/no-rule-matches',
    rule('role', { Selector: 'value.nomad_task == ""' }),
  ],
  [
    'the selector of services names another claim',
    'consul/claim-not-mapped',
    rule('service', { Selector: '"service" in value' }),
  ],
  ['the rule of services has no selector', 'consul/bind-name-fails', rule('service', { Selector: '' })],
  ['the rule of tasks has no selector', 'consul/rule-without-selector', rule('role', { Selector: '' })],
  ['the rule of services lost its ${}', 'consul/service-not-its-own', rule('service', { BindName: 'nomad_service' })],
  [
    'the rule of services puts the namespace in front',
    'consul/service-not-its-own',
    rule('service', { BindName: '${value.nomad_namespace}-${value.nomad_service}' }),
  ],
  [
    'the rule of services names the job',
    'consul/service-not-its-own',
    rule('service', { BindName: '${value.nomad_job_id}-x' }),
  ],
  [
    'the rule of services is made of the task',
    'consul/bind-name-fails',
    rule('service', { BindName: '${value.nomad_task}' }),
  ],
  [
    'the rule of tasks follows the other naming scheme',
    'consul/role-missing',
    rule('role', { BindName: 'nomad-tasks-${value.nomad_namespace}' }),
  ],
  ['the role is gone', 'consul/role-missing', (world) => change.roles(world, () => [])],
  [
    'the role has another name',
    'consul/role-missing',
    (world) => change.roles(world, (all) => all.map((one) => ({ ...one, Name: 'nomad-tasks' }))),
  ],
  [
    'the role has no policies',
    'consul/need-not-granted',
    (world) => change.roles(world, (all) => all.map((one) => ({ ...one, Policies: [] }))),
  ],
  [
    'the policy gives keys in words of the other edition',
    'consul/policy-words',
    (world) =>
      policy({ node_prefix: read, service_prefix: read, namespace_prefix: { '': { key_prefix: read } } })(
        change.consul(world, { version: '1.22.2' }),
      ),
  ],
  [
    'the role of one job is bound by a selector with a slip, and the other role lacks keys',
    'consul/selector-misses-its-own',
    (world) => withRoleOfWeb('Web')(policy({ node_prefix: read })(world)),
  ],
  [
    'the role of one job is bound by no rule, and the other role lacks keys',
    'consul/need-not-granted',
    (world) => withRoleOfWeb(undefined)(policy({ node_prefix: read })(world)),
  ],
  ['the policy gives no keys', 'consul/need-not-granted', policy({ node_prefix: read, service_prefix: read })],
  [
    'the policy denies a key',
    'consul/need-not-granted',
    policy({ key_prefix: { ...read, 'web/motd': { policy: 'deny' } }, node_prefix: read, service_prefix: read }),
  ],
  [
    'the policy misspells key_prefix',
    'consul/policy-words',
    policy({ key_prefx: read, node_prefix: read, service_prefix: read }),
  ],
  [
    'the policy holds elsewhere',
    'consul/policy-elsewhere',
    (world) =>
      change.policies(world, (all) =>
        all.map((one) => (one['Name'] === tasks ? { ...one, Datacenters: ['dc9'] } : one)),
      ),
  ],
  [
    'the policy lets tasks manage ACLs',
    'security/workloads-too-strong',
    policy({ acl: 'write', key_prefix: read, node_prefix: read, service_prefix: read }),
  ],
  [
    'a rule gives a role to who lacks a claim',
    'consul/selector-true-without-claim',
    withRule({ BindType: 'role', BindName: 'nomad-default-tasks', Selector: 'value.nomad_task != "x"' }),
  ],
  [
    'a rule for one job gives a role to its service too',
    'consul/selector-true-without-claim',
    withRule({
      BindType: 'role',
      BindName: 'nomad-default-tasks',
      Selector: 'value.nomad_job_id == "web" and value.nomad_task not matches "^init"',
    }),
  ],
  [
    'a rule gives global-management to everybody',
    'security/workloads-too-strong',
    withRule({ BindType: 'policy', BindName: 'global-management' }),
  ],
  [
    'the service has capitals',
    'job/service-name-upper-case',
    jobText('"Name":"web","PortLabel"', '"Name":"Web","PortLabel"'),
  ],
  [
    'the service has a dot',
    'job/service-name-not-bindable',
    jobText('"Name":"web","PortLabel"', '"Name":"web.api","PortLabel"'),
  ],
  [
    "clients' token is too weak",
    'consul/client-token-too-weak',
    (world) =>
      change.policyRules(world, 'nomad-client', { agent_prefix: read, node_prefix: read, service_prefix: read }),
  ],
  [
    "clients' token is too strong",
    'security/agent-token-too-strong',
    (world) =>
      change.policyRules(world, 'nomad-client', {
        operator: 'write',
        agent_prefix: read,
        node_prefix: read,
        service_prefix: { '': { policy: 'write' } },
      }),
  ],
  [
    'the anonymous token reads keys',
    'security/anonymous-token-too-strong',
    tokens((token) => [token['Description'] === 'Anonymous Token' ? { ...token, Policies: [{ Name: tasks }] } : token]),
  ],
  [
    'nothing may be seen of what a template lists',
    'consul/need-not-granted',
    (world) =>
      policy({ key: { 'web/motd': { policy: 'read' } }, node_prefix: read, service_prefix: read })(listing(world)),
  ],
  [
    'the role is gone, and another rule gives a policy that is not enough',
    'consul/role-missing',
    (world) =>
      change.roles(
        withRule({ BindType: 'policy', BindName: 'dns', Selector: '"nomad_task" in value' })(
          change.policies(world, (all) => [...all, { Name: 'dns', Rules: 'service_prefix "" { policy = "read" }' }]),
        ),
        () => [],
      ),
  ],
  [
    'names of their own are given to the wrong claims',
    'consul/claims-crossed',
    (world) =>
      rule('role', { BindName: 'nomad-${value.ns}-tasks', Selector: '"service" not in value' })(
        rule('service', { BindName: '${value.service}', Selector: '"service" in value' })(
          config({
            ClaimMappings: {
              nomad_service: 'task',
              nomad_task: 'service',
              nomad_namespace: 'ns',
              nomad_job_id: 'job',
            },
          })(world),
        ),
      ),
  ],
  [
    'services are called by their allocations',
    'consul/claims-crossed',
    config({ ClaimMappings: { nomad_service: null, nomad_allocation_id: 'nomad_service' } }),
  ],
  [
    'the policy is about the node without a name',
    'consul/nodes-not-readable',
    (world) =>
      policy({ key_prefix: read, node: read, service_prefix: read })(
        jobText('{{ key ', '{{ range service \\"web\\" }}{{ .Port }}{{ end }}{{ key ')(world),
      ),
  ],
  [
    'the one token of all agents may write no service',
    'consul/client-token-too-weak',
    (world) =>
      change.policyRules(
        tokens((token) =>
          token['Description'] === 'Nomad server'
            ? []
            : [token['Description'] === 'Nomad client' ? { ...token, Description: 'Nomad agents' } : token],
        )(change.consul(world, { tokensOfAgents: {} })),
        'nomad-client',
        { agent_prefix: read, node_prefix: read },
      ),
  ],
  [
    "the clients' token ended",
    'live/agent-token-expires',
    tokens((token) => [
      token['Description'] === 'Nomad client' ? { ...token, ExpirationTime: '2020-01-01T00:00:00Z' } : token,
    ]),
  ],
];

describe('a single fault at Consul', () => {
  it.each(faults)('%s', (_, cause, make) => {
    const world = make(healthyWorld());
    const { findings } = audit(world, lookAt(world, { now: world.takenAt }), rules);
    const roots = findings.filter(({ severity, causedBy }) => severity !== 'info' && causedBy === undefined);
    expect(findings[0]?.rule).toBe(cause);
    expect(roots.map((one) => `${one.rule}: ${one.message}`)).toHaveLength(1);
  });
});

it.each([
  ['one key below it may be read', { key: { 'web/motd': { policy: 'read' }, 'web/list/a': { policy: 'read' } } }],
  ['a folder below it may be read', { key: { 'web/motd': { policy: 'read' } }, key_prefix: { 'web/list/a/': { policy: 'read' } } }], // prettier-ignore
])('a list that comes back shorter is no fault when %s', (_, keys) => {
  const world = policy({ ...keys, node_prefix: read, service_prefix: read })(listing(healthyWorld()));
  const { findings } = audit(world, lookAt(world, { now: world.takenAt }), rules);
  expect(findings.map((one) => `${one.rule}: ${one.message}`)).toEqual([]);
});

it('tasks may take locks wherever they are placed', () => {
  const world = policy({ key_prefix: read, session_prefix: { '': { policy: 'write' } }, node_prefix: read, service_prefix: read })(healthyWorld()); // prettier-ignore
  const { findings } = audit(world, lookAt(world, { now: world.takenAt }), rules);
  expect(findings.map((one) => `${one.rule}: ${one.message}`)).toEqual([]);
});

/** The job of the healthy cluster, in another namespace. */
const inTeam = (world: World): World =>
  change.roles(
    change.jobs(world, (one) => ({ ...one, namespace: 'team', job: { ...one.job, Namespace: 'team' } })),
    (all) => all.map((role) => ({ ...role, Name: 'nomad-team-tasks' })),
  );

describe('rules that are for those only who are there', () => {
  it.each<readonly [string, (world: World) => World]>([
    [
      'by the names of jobs',
      (world) =>
        rule('role', { Selector: 'value.nomad_job_id == "web" and "nomad_task" in value' })(
          rule('service', { Selector: 'value.nomad_service == "web"' })(world),
        ),
    ],
    [
      'by the name of a job that does not run yet',
      (world) =>
        change.jobs(
          rule('role', {
            Selector:
              'value.nomad_job_id == "web" and value.nomad_namespace == "team" and "nomad_service" not in value',
          })(world),
          () => [],
        ),
    ],
    [
      'by their namespace',
      (world) =>
        rule('role', { Selector: 'value.nomad_namespace == "team" and "nomad_task" in value' })(
          rule('service', { Selector: 'value.nomad_namespace == "team" and "nomad_service" in value' })(inTeam(world)),
        ),
    ],
  ])('are good rules: %s', (_, make) => {
    const world = make(healthyWorld());
    const { findings } = audit(world, lookAt(world, { now: world.takenAt }), rules);
    const said = findings.filter(({ severity }) => severity !== 'info');
    // Secrets are by namespace too, which is Vault's to say.
    expect(said.filter((one) => one.rule.startsWith('consul/')).map((one) => `${one.rule}: ${one.message}`)).toEqual(
      [],
    );
  });

  it.each(['value.nomad_task == ""', 'value.nomad_namespace == "team"'])(
    'are none where nothing runs and they are for nobody by name: %s',
    (Selector) => {
      const world = change.jobs(rule('role', { Selector })(healthyWorld()), () => []);
      const { findings } = audit(world, lookAt(world, { now: world.takenAt }), rules);
      expect(findings[0]).toMatchObject({ rule: 'consul/no-rule-matches', severity: 'warning' });
    },
  );

  it('spoil logins in a namespace that is not the usual one', () => {
    const world = withRule({ BindType: 'service', BindName: 'team-${value.nomad_service}', Selector: 'value.nomad_namespace == "team"' })(inTeam(healthyWorld())); // prettier-ignore
    const { findings } = audit(world, lookAt(world, { now: world.takenAt }), rules);
    expect(findings[0]?.rule).toBe('consul/bind-name-fails');
  });
});
