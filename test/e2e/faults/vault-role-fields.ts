import { data, type Fault } from './fault.ts';
import { role, roleAt } from './vault-faults.ts';

/** Field after field of the role. */
export const vaultRoleFields: readonly Fault[] = [
  { name: 'the role names entities by the subject', rule: undefined, inject: role({ user_claim: '/sub' }) },
  {
    name: 'the role names entities by the namespace, in which there is one job',
    rule: undefined,
    inject: role({ user_claim: '/nomad_namespace' }),
  },
  {
    name: 'the role names entities by the allocation',
    rule: undefined,
    inject: role({ user_claim: '/nomad_allocation_id' }),
  },
  {
    name: 'the role has a slip in the user claim',
    rule: 'vault/user-claim-missing',
    inject: role({ user_claim: '/nomad_jobid' }),
  },
  {
    name: 'the user claim has no slash and is no pointer',
    rule: undefined,
    inject: role({ user_claim: 'nomad_job_id', user_claim_json_pointer: false }),
  },
  {
    name: 'the role names entities by services, which tasks are not',
    rule: 'vault/user-claim-missing',
    inject: role({ user_claim: '/nomad_service' }),
  },
  { name: 'the role maps nothing', rule: 'vault/template-without-mapping', inject: role({ claim_mappings: {} }) },
  {
    name: 'the role maps no namespace',
    rule: 'vault/template-without-mapping',
    inject: role({ claim_mappings: { nomad_job_id: 'nomad_job_id', nomad_task: 'nomad_task' } }),
  },
  {
    name: 'the role maps no task, which no policy uses',
    rule: undefined,
    inject: role({ claim_mappings: { nomad_job_id: 'nomad_job_id', nomad_namespace: 'nomad_namespace' } }),
  },
  {
    name: 'the role maps job and namespace crosswise',
    rule: 'vault/claims-crossed',
    inject: role({
      claim_mappings: { nomad_job_id: 'nomad_namespace', nomad_namespace: 'nomad_job_id', nomad_task: 'nomad_task' },
    }),
  },
  {
    name: 'the role maps the task to the job',
    rule: 'vault/claims-crossed',
    inject: role({ claim_mappings: { nomad_task: 'nomad_job_id', nomad_namespace: 'nomad_namespace' } }),
  },
  { name: 'the role asks for groups', rule: 'vault/login-refused-by-role', inject: role({ groups_claim: 'groups' }) },
  {
    name: 'the role is bound to another job',
    rule: 'vault/bound-claims',
    inject: role({ bound_claims: { nomad_job_id: ['api', 'db'] } }),
  },
  { name: 'the role is bound to this job', rule: undefined, inject: role({ bound_claims: { nomad_job_id: 'web' } }) },
  {
    name: 'the role is bound by a pointer',
    rule: undefined,
    inject: role({ bound_claims: { '/nomad_job_id': 'web' } }),
  },
  {
    name: 'the role is bound to services',
    rule: 'vault/bound-claims',
    inject: role({ bound_claims: { nomad_service: 'web' } }),
  },
  {
    name: 'the role is bound to a whole subject, as it is',
    rule: undefined,
    inject: role({ bound_subject: 'global:default:web:web:app:vault_default' }),
  },
  {
    name: 'the role is bound to an empty list of namespaces',
    rule: 'vault/bound-claims',
    inject: role({ bound_claims: { nomad_namespace: [] } }),
  },
  {
    name: 'the role gives tokens without any time',
    rule: 'vault/ttl-instead-of-period',
    inject: role({ token_period: 0 }),
  },
  { name: 'the role gives tokens for ten seconds', rule: undefined, inject: role({ token_period: 10 }) },
  {
    name: 'the role has a maximum, which periodic tokens do not heed',
    rule: undefined,
    inject: role({ token_max_ttl: 7200 }),
  },
  {
    name: 'the role has a maximum and no period',
    rule: 'vault/ttl-instead-of-period',
    inject: role({ token_period: 0, token_ttl: 600, token_max_ttl: 1200 }),
  },
  { name: 'the tokens of the role have one use', rule: 'vault/limited-uses', inject: role({ token_num_uses: 1 }) },
  {
    name: 'the role is for the loopback address',
    rule: undefined,
    inject: role({ token_bound_cidrs: ['127.0.0.1/32'] }),
  },
  {
    name: 'the role has leeways',
    rule: undefined,
    inject: role({ expiration_leeway: 60, not_before_leeway: 60, clock_skew_leeway: 30 }),
  },
  {
    name: 'the role gives no leeway',
    rule: undefined,
    inject: role({ expiration_leeway: -1, not_before_leeway: -1, clock_skew_leeway: -1 }),
  },
  { name: 'the role writes all claims to the log', rule: undefined, inject: role({ verbose_oidc_logging: true }) },
  {
    name: 'the role lets the mount choose the type of tokens',
    rule: undefined,
    inject: role({ token_type: 'default' }),
  },
  {
    name: 'the role gives the default policy only',
    rule: 'workload/need-denied',
    inject: role({ token_policies: ['default'] }),
  },
  {
    name: 'the role gives the policy of root',
    rule: 'vault/login-refused-by-role',
    inject: role({ token_policies: ['root'] }),
  },
  {
    name: 'the role gives a second policy that is not there',
    rule: 'vault/policy-missing',
    inject: role({ token_policies: ['nomad-workloads', 'nomad-extra'] }),
  },
  {
    name: 'the role is made anew with what it must have',
    rule: 'vault/template-without-mapping',
    inject: async ({ vault }) => {
      const before = data(await vault.get(roleAt));
      await vault.delete(roleAt);
      await vault.put(roleAt, {
        role_type: 'jwt',
        user_claim: 'nomad_job_id',
        bound_audiences: ['vault.io'],
        token_policies: ['nomad-workloads'],
        token_period: 1800,
      });
      return async () => {
        await vault.delete(roleAt);
        return vault.put(roleAt, before);
      };
    },
  },
  {
    name: 'the role has another name',
    rule: 'vault/role-missing',
    inject: async ({ vault }) => {
      const before = data(await vault.get(roleAt));
      await vault.put('auth/jwt-nomad/role/workloads', before);
      await vault.delete(roleAt);
      return async () => {
        await vault.delete('auth/jwt-nomad/role/workloads');
        return vault.put(roleAt, before);
      };
    },
  },
];
