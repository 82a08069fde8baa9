import { data, edited, type Body, type Fault } from './fault.ts';
import { configAt, policy, policyAt, role, roleAt } from './vault-faults.ts';

/** The KV engine is mounted anew, empty and with other options. */
const engine =
  (body: Body | undefined): Fault['inject'] =>
  async ({ vault }) => {
    await vault.delete('sys/mounts/secret');
    if (body !== undefined) await vault.post('sys/mounts/secret', body);
    return async () => {
      if (body !== undefined) await vault.delete('sys/mounts/secret');
      await vault.post('sys/mounts/secret', { type: 'kv', options: { version: '2' } });
    };
  };

/** Small slips in Vault: paths, templates, claims, and what is taken for harmless. */
export const vaultSlips: readonly Fault[] = [
  { name: 'the KV engine is unmounted', rule: 'vault/engine-missing', inject: engine(undefined) },
  {
    name: 'the KV engine is of version 1',
    rule: 'vault/kv-path',
    inject: engine({ type: 'kv', options: { version: '1' } }),
  },
  {
    name: 'the role names its policy twice',
    rule: undefined,
    inject: role({ token_policies: ['nomad-workloads', 'nomad-workloads'] }),
  },
  {
    name: 'the tokens of the role lack the default policy',
    rule: 'vault/no-default-policy',
    inject: role({ token_no_default_policy: true }),
  },

  {
    name: 'the role is bound to a list of other namespaces',
    rule: 'vault/bound-claims',
    inject: role({ bound_claims: { nomad_namespace: ['prod', 'stage'] } }),
  },
  {
    name: 'the role is bound to a list with the namespace in it',
    rule: undefined,
    inject: role({ bound_claims: { nomad_namespace: ['prod', 'default'] } }),
  },
  {
    name: 'the role is bound by a glob with a capital',
    rule: 'vault/bound-claims',
    inject: role({ bound_claims_type: 'glob', bound_claims: { nomad_namespace: 'Def*' } }),
  },
  {
    name: 'the role is bound by a glob',
    rule: undefined,
    inject: role({ bound_claims_type: 'glob', bound_claims: { nomad_job_id: '*' } }),
  },
  {
    name: 'the role is bound to a task by another name',
    rule: 'vault/bound-claims',
    inject: role({ bound_claims: { nomad_task: 'App' } }),
  },
  {
    name: 'the role maps the namespace to another name',
    rule: 'vault/template-without-mapping',
    inject: role({
      claim_mappings: { nomad_namespace: 'namespace', nomad_job_id: 'nomad_job_id', nomad_task: 'nomad_task' },
    }),
  },
  {
    name: 'the policy has a slip in the name of the metadata',
    rule: 'vault/template-without-mapping',
    inject: policy((text) => text.replaceAll('metadata.nomad_job_id', 'metadata.nomad_jobid')),
  },
  {
    name: 'the policy has a slip in the accessor',
    rule: 'vault/stale-accessor',
    inject: policy((text) => text.replace(/auth_jwt_[0-9a-f]{7}/g, 'auth_jwt_0000000')),
  },
  {
    name: 'a plus in the policy stands for too little',
    rule: 'workload/need-denied',
    inject: policy(
      (text) =>
        `${text.replaceAll('secret/data/', 'secret/metadata/')}\npath "secret/data/+" { capabilities = ["read"] }`,
    ),
  },
  {
    name: 'a star in the policy stands inside of a path',
    rule: 'workload/need-denied',
    inject: policy(
      (text) =>
        `${text.replaceAll('secret/data/', 'secret/metadata/')}\npath "secret/data/*/config" { capabilities = ["read"] }`,
    ),
  },
  {
    name: 'the policy allows the metadata only',
    rule: 'workload/need-denied',
    inject: policy((text) => text.replaceAll('secret/data/', 'secret/metadata/')),
  },
  {
    name: 'the policy denies the one secret',
    rule: 'workload/need-denied',
    inject: policy((text) => `${text}\npath "secret/data/default/web/config" { capabilities = ["deny"] }`),
  },
  {
    name: 'the paths of the policy begin with a slash',
    rule: undefined,
    inject: policy((text) => text.replaceAll('"secret/', '"/secret/')),
  },
  {
    name: 'the policy writes the engine with a capital',
    rule: 'workload/need-denied',
    inject: policy((text) => text.replaceAll('secret/', 'Secret/')),
  },
  {
    name: 'the role is one for people',
    rule: 'vault/role-type',
    inject: role({ role_type: 'oidc', allowed_redirect_uris: ['http://127.0.0.1/callback'] }),
  },
  {
    name: 'the role gives tokens to other addresses',
    rule: 'vault/bound-addresses',
    inject: role({ token_bound_cidrs: ['10.99.0.0/16'] }),
  },
  {
    name: 'the role is bound to an audience with a capital',
    rule: 'vault/audience-mismatch',
    inject: role({ bound_audiences: ['Vault.io'] }),
  },
  {
    name: 'the role is bound to two audiences',
    rule: undefined,
    inject: role({ bound_audiences: ['vault.io', 'other.io'] }),
  },
  {
    name: 'the role names the policy with a capital, which Vault does not mind',
    rule: undefined,
    inject: role({ token_policies: ['Nomad-Workloads'] }),
  },
  { name: 'the role has no policies', rule: 'workload/need-denied', inject: role({ token_policies: [] }) },
  {
    name: 'the default role is written with a capital',
    rule: undefined,
    inject: ({ vault }) => edited(vault, configAt, (before) => ({ ...before, default_role: 'Nomad-Workloads' }), data),
  },
  {
    name: 'a role that nobody uses is added',
    rule: undefined,
    inject: async ({ vault }) => {
      await vault.put('auth/jwt-nomad/role/spare', data(await vault.get(roleAt)));
      return () => vault.delete('auth/jwt-nomad/role/spare');
    },
  },
  {
    name: 'a policy that nobody uses is added',
    rule: undefined,
    inject: async ({ vault }) => {
      await vault.put('sys/policies/acl/spare', data(await vault.get(policyAt)));
      return () => vault.delete('sys/policies/acl/spare');
    },
  },
];
