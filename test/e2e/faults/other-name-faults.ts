import { data, edited, type Body, type Fault } from './fault.ts';
import { registered, template } from './job-faults.ts';
import { jobs, mountAt, roleAt, vaultAudience } from './other-names.ts';
import { moved } from './vault-mount-fields.ts';

const role =
  (name: string, change: Body): Fault['inject'] =>
  ({ vault }) =>
    edited(vault, roleAt(name), (before) => ({ ...before, ...change }), data);

const policy =
  (name: string, from: string | RegExp, to: string): Fault['inject'] =>
  ({ vault }) =>
    edited(
      vault,
      `sys/policies/acl/${name}`,
      (before) => ({ policy: String(before['policy']).replace(from, to) }),
      (answer) => ({ policy: data(answer)['policy'] ?? '' }),
    );

const renamed =
  (name: string, to: string): Fault['inject'] =>
  async ({ vault }) => {
    const before = data(await vault.get(roleAt(name)));
    await vault.put(roleAt(to), before);
    await vault.delete(roleAt(name));
    return async () => {
      await vault.put(roleAt(name), before);
      await vault.delete(roleAt(to));
    };
  };

/** A job is registered otherwise, and then as it was: Nomad keeps its namespace, since others stay in it. */
const instead =
  (other: Fault['inject'], usual: Fault['inject']): Fault['inject'] =>
  async (bench) => {
    await other(bench);
    return () => usual(bench);
  };
const shop = (...given: Parameters<typeof jobs.shop>): Fault['inject'] => instead(jobs.shop(...given), jobs.shop());
const edge = (block: string): Fault['inject'] => instead(jobs.edge(block), jobs.edge());
const plain = (more: string): Fault['inject'] => instead(jobs.plain(more), jobs.plain());
const identity = (name: string, audience: string): string =>
  `identity {\n name = "${name}"\n aud = ["${audience}"]\n ttl = "1h"\n}`;

/** Faults where nothing is called as it usually is. */
export const otherNameFaults: readonly Fault[] = [
  { name: 'the mount is moved', rule: 'vault/auth-mount-missing', inject: moved(mountAt, 'auth/jwt-nomad') },
  {
    name: 'the mount names a default role that nobody needs',
    rule: undefined,
    inject: ({ vault }) => edited(vault, `${mountAt}/config`, (before) => ({ ...before, default_role: 'x' }), data),
  },
  { name: 'the role of all is renamed', rule: 'vault/role-missing', inject: renamed('workload', 'workloads') },
  { name: 'the role of a team is renamed', rule: 'vault/role-missing', inject: renamed('team-a', 'team_a') },
  {
    name: 'the user claim lacks its slash',
    rule: 'vault/user-claim-missing',
    inject: role('workload', { user_claim: 'extra_claims/unique_id' }),
  },
  {
    name: 'the user claim is all extra claims',
    rule: 'vault/user-claim-missing',
    inject: role('team-a', { user_claim: '/extra_claims' }),
  },
  {
    name: 'the mappings are the wrong way round',
    rule: 'vault/template-without-mapping',
    inject: role('workload', { claim_mappings: { ns: 'nomad_namespace', job: 'nomad_job_id' } }),
  },
  {
    name: 'the mappings are pointers',
    rule: undefined,
    inject: role('workload', { claim_mappings: { '/nomad_namespace': 'ns', '/nomad_job_id': 'job' } }),
  },
  {
    name: 'an audience has a slash at its end',
    rule: 'vault/audience-mismatch',
    inject: role('team-a', { bound_audiences: [`${vaultAudience}/`] }),
  },
  {
    name: 'policies stand in one text with a space',
    rule: 'vault/policy-missing',
    inject: role('workload', { token_policies: 'base own' }),
  },
  {
    name: 'policies stand in one text with a comma',
    rule: undefined,
    inject: role('workload', { token_policies: 'base,own' }),
  },
  { name: 'a policy is left out', rule: 'workload/need-denied', inject: role('certs', { token_policies: ['base'] }) },
  {
    name: 'a glob is taken for itself',
    rule: 'vault/bound-claims',
    inject: role('certs', { bound_claims_type: 'string' }),
  },
  {
    name: 'a glob has a question mark',
    rule: 'vault/bound-claims',
    inject: role('certs', { bound_claims: { nomad_namespace: 'defaul?' } }),
  },
  {
    name: 'a list of jobs is one text',
    rule: 'vault/bound-claims',
    inject: role('certs', { bound_claims: { nomad_job_id: 'edge,ingress' } }),
  },
  {
    name: 'a role is bound to an extra claim of another region',
    rule: 'vault/bound-claims',
    inject: role('certs', { bound_claims: { '/extra_claims/unique_id': 'eu:default:edge' } }),
  },
  {
    name: 'a role is bound to its own extra claim',
    rule: undefined,
    inject: role('certs', { bound_claims: { '/extra_claims/unique_id': 'global:default:edge' } }),
  },
  {
    name: 'the role of one job is for all',
    rule: 'security/open-privileged-role',
    inject: role('certs', { bound_claims: {} }),
  },
  {
    name: 'the role of all gives what is of a team',
    rule: 'security/open-privileged-role',
    inject: role('workload', { token_policies: ['base', 'own', 'team-a'] }),
  },
  {
    name: 'a policy for all is wider, and about no job',
    rule: undefined,
    inject: policy('base', 'shared/+/config', 'shared/*'),
  },
  { name: 'a policy lacks data', rule: 'vault/kv-path', inject: policy('team-a', 'kv/data/', 'kv/') },
  { name: 'a policy is of another team', rule: 'workload/need-denied', inject: policy('team-a', 'team-a/', 'team-b/') },
  { name: 'a policy lost its star', rule: 'workload/need-denied', inject: policy('team-a', 'team-a/*', 'team-a/') },
  {
    name: 'a policy reads only',
    rule: 'workload/need-denied',
    inject: policy('certs', /"create", ?"update"/, '"read"'),
  },
  {
    name: 'a policy is templated with the name of a claim',
    rule: 'vault/template-without-mapping',
    inject: policy('own', /metadata\.ns/g, 'metadata.nomad_namespace'),
  },
  { name: 'the KV engine is moved', rule: 'vault/engine-missing', inject: moved('kv', 'secrets') },
  { name: 'the PKI is moved', rule: 'vault/engine-missing', inject: moved('pki-int', 'pki_int') },
  { name: 'a job names no role', rule: 'workload/need-denied', inject: shop('vault {}') },
  { name: 'a job has a slip in its role', rule: 'vault/role-missing', inject: shop('vault {\n role = "team_a"\n}') },
  { name: "a job names another's role", rule: 'vault/bound-claims', inject: shop('vault {\n role = "certs"\n}') },
  { name: 'a job lacks its block', rule: 'job/vault-block-missing', inject: edge('') },
  {
    name: 'a job reads from the usual engine',
    rule: 'workload/need-denied',
    inject: shop(undefined, 'secret/data/team-a/db'),
  },
  {
    name: 'an identity is named in capitals',
    rule: 'job/identity-name',
    inject: plain(identity('vault_Default', vaultAudience)),
  },
  {
    name: 'an identity is as the servers write it',
    rule: undefined,
    inject: plain(identity('vault_default', vaultAudience)),
  },
  {
    name: 'an identity for Consul is that of services',
    rule: 'job/audience-mismatch',
    inject: registered({ task: `consul {}\n${identity('consul_default', 'consul-services')}` }),
  },
  {
    name: 'tasks ask Consul in a namespace without a role',
    rule: 'consul/role-missing',
    inject: registered({ task: `consul {}\n${template('{{ key "config/x" }}')}` }),
  },
];
