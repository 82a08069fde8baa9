import { data, edited, type Body, type Fault } from './fault.ts';

export const roleAt = 'auth/jwt-nomad/role/nomad-workloads';
export const configAt = 'auth/jwt-nomad/config';
export const policyAt = 'sys/policies/acl/nomad-workloads';

export const role =
  (change: Body): Fault['inject'] =>
  ({ vault }) =>
    edited(vault, roleAt, (before) => ({ ...before, ...change }), data);

export const policy =
  (change: (text: string) => string): Fault['inject'] =>
  async ({ vault }) => {
    const { policy: before } = data(await vault.get(policyAt));
    await vault.put(policyAt, { policy: change(String(before)) });
    return () => vault.put(policyAt, { policy: before });
  };

export const vaultFaults: readonly Fault[] = [
  {
    name: 'the mount is disabled',
    rule: 'vault/auth-mount-missing',
    inject: async ({ vault }) => {
      const [config, kept, policies] = [
        data(await vault.get(configAt)),
        data(await vault.get(roleAt)),
        data(await vault.get(policyAt)),
      ];
      await vault.delete('sys/auth/jwt-nomad');
      return async () => {
        await vault.post('sys/auth/jwt-nomad', { type: 'jwt' });
        await vault.put(configAt, config);
        await vault.put(roleAt, kept);
        const { accessor } = data(await vault.get('sys/auth/jwt-nomad'));
        await vault.put(policyAt, {
          policy: String(policies['policy']).replace(/auth_jwt_[0-9a-f]+/g, String(accessor)),
        });
      };
    },
  },
  {
    name: 'the mount is made again, so that its accessor is another one',
    rule: 'vault/stale-accessor',
    inject: async ({ vault }) => {
      const [config, kept, policies] = [
        data(await vault.get(configAt)),
        data(await vault.get(roleAt)),
        data(await vault.get(policyAt)),
      ];
      await vault.delete('sys/auth/jwt-nomad');
      await vault.post('sys/auth/jwt-nomad', { type: 'jwt' });
      await vault.put(configAt, config);
      await vault.put(roleAt, kept);
      return async () => {
        const { accessor } = data(await vault.get('sys/auth/jwt-nomad'));
        await vault.put(policyAt, {
          policy: String(policies['policy']).replace(/auth_jwt_[0-9a-f]+/g, String(accessor)),
        });
      };
    },
  },
  {
    name: 'the mount has no default role',
    rule: 'vault/no-role',
    inject: ({ vault }) => edited(vault, configAt, (before) => ({ ...before, default_role: '' }), data),
  },
  {
    name: 'the default role has another name',
    rule: 'vault/role-missing',
    inject: ({ vault }) => edited(vault, configAt, (before) => ({ ...before, default_role: 'nomad' }), data),
  },
  {
    name: 'the mount is bound to an issuer that Nomad does not write',
    rule: 'keys/issuer-mismatch',
    inject: ({ vault }) =>
      edited(vault, configAt, (before) => ({ ...before, bound_issuer: 'https://nomad.example.com' }), data),
  },
  {
    name: 'the mount takes no algorithm that Nomad signs with',
    rule: 'keys/algorithm-not-taken',
    inject: ({ vault }) => edited(vault, configAt, (before) => ({ ...before, jwt_supported_algs: ['ES256'] }), data),
  },
  {
    name: 'the role is deleted',
    rule: 'vault/role-missing',
    inject: async ({ vault }) => {
      const before = data(await vault.get(roleAt));
      await vault.delete(roleAt);
      return () => vault.put(roleAt, before);
    },
  },
  {
    name: 'the role is bound to another audience',
    rule: 'vault/audience-mismatch',
    inject: role({ bound_audiences: ['nomad'] }),
  },
  {
    name: 'the role is bound to no audience',
    rule: 'vault/audience-mismatch',
    inject: role({ bound_audiences: [], bound_claims: { nomad_namespace: 'default' } }),
  },
  {
    name: 'the user claim is a pointer that is not followed',
    rule: 'vault/user-claim-missing',
    inject: role({ user_claim_json_pointer: false }),
  },
  {
    name: 'the user claim is an extra claim that nobody writes',
    rule: 'vault/user-claim-missing',
    inject: role({ user_claim: '/extra_claims/unique_id' }),
  },
  {
    name: 'the role is bound to another namespace',
    rule: 'vault/bound-claims',
    inject: role({ bound_claims: { nomad_namespace: 'prod' } }),
  },
  {
    name: 'the role is bound by a pattern that is taken for itself',
    rule: 'vault/bound-claims',
    inject: role({ bound_claims: { nomad_job_id: 'w*' } }),
  },
  {
    name: 'the role is bound to a claim that Nomad never writes',
    rule: 'vault/bound-claims',
    inject: role({ bound_claims: { nomad_group: 'web' } }),
  },
  {
    name: 'the role is bound to another subject',
    rule: 'vault/bound-claims',
    inject: role({ bound_subject: 'global:default:web' }),
  },
  {
    name: 'the role maps no job id',
    rule: 'vault/template-without-mapping',
    inject: role({ claim_mappings: { nomad_namespace: 'nomad_namespace', nomad_task: 'nomad_task' } }),
  },
  {
    name: 'the role maps a claim that Nomad never writes',
    rule: 'vault/claim-never-issued',
    inject: role({
      claim_mappings: { nomad_namespace: 'nomad_namespace', nomad_job_id: 'nomad_job_id', nomad_group: 'group' },
    }),
  },
  {
    name: 'the role names a policy that does not exist',
    rule: 'vault/policy-missing',
    inject: role({ token_policies: ['nomad-workload'] }),
  },
  {
    name: 'the role gives tokens that end for good',
    rule: 'vault/token-maximum',
    inject: role({ token_explicit_max_ttl: 3600 }),
  },
  {
    name: 'the role gives tokens without a period',
    rule: 'vault/ttl-instead-of-period',
    inject: role({ token_period: 0, token_ttl: 3600 }),
  },
  {
    name: 'the role gives batch tokens',
    rule: 'vault/batch-tokens',
    inject: role({ token_type: 'batch', token_period: 0 }),
  },
  { name: 'the tokens of the role have few uses', rule: 'vault/limited-uses', inject: role({ token_num_uses: 3 }) },
  {
    name: 'the policy is deleted',
    rule: 'vault/policy-missing',
    inject: async ({ vault }) => {
      const before = data(await vault.get(policyAt));
      await vault.delete(policyAt);
      return () => vault.put(policyAt, { policy: before['policy'] });
    },
  },
  {
    name: 'the policy has paths of version 1 of KV',
    rule: 'vault/kv-path',
    inject: policy((text) => text.replaceAll('secret/data/', 'secret/')),
  },
  {
    name: 'the policy is about another KV mount',
    rule: 'vault/kv-path',
    inject: policy((text) => text.replaceAll('secret/', 'kv/')),
  },
  {
    name: 'the policy allows to list only',
    rule: 'workload/need-denied',
    inject: policy((text) => text.replaceAll('"read"', '"list"')),
  },
  {
    name: 'any job may take a role with a policy of its own',
    rule: 'security/open-privileged-role',
    inject: async ({ vault }) => {
      await vault.put('sys/policies/acl/database', { policy: 'path "database/creds/*" { capabilities = ["read"] }' });
      const before = data(await vault.get(roleAt));
      await vault.put('auth/jwt-nomad/role/database', { ...before, token_policies: ['database'] });
      return async () => {
        await vault.delete('auth/jwt-nomad/role/database');
        await vault.delete('sys/policies/acl/database');
      };
    },
  },
];
