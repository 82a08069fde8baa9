import type { Body } from './fault.ts';

/** A single change to the configuration of Nomad's agent, which is started anew with it. */
export interface AgentFault {
  readonly name: string;
  readonly rule: string | undefined;
  readonly consul?: (block: Body) => Body;
  readonly vault?: (block: Body) => Body;
  readonly server?: Body;
  /** Nomad would refuse the job that uses everything. */
  readonly withoutJob?: true;
  /** What the client does not find with it. */
  readonly unseen?: 'consul' | 'vault';
}

const without =
  (name: string) =>
  ({ [name]: _, ...block }: Body): Body =>
    block;
const set =
  (more: Body) =>
  (block: Body): Body => ({ ...block, ...more });
const identity = (more: Body): Body => ({ ttl: '1h', ...more });

export const agentFaults: readonly AgentFault[] = [
  {
    name: 'the agent gives services no identity',
    rule: 'agent/service-identity-missing',
    consul: without('service_identity'),
  },
  { name: 'the agent gives tasks no identity', rule: 'agent/task-identity-missing', consul: without('task_identity') },
  {
    name: 'the agent gives tasks no identity for Vault',
    rule: 'agent/default-identity-missing',
    vault: without('default_identity'),
  },
  {
    name: 'the agent writes another audience for services',
    rule: 'consul/audience-mismatch',
    consul: set({ service_identity: identity({ aud: ['consul.example.com'] }) }),
  },
  {
    name: 'the agent writes another audience for tasks',
    rule: 'consul/audience-mismatch',
    consul: set({ task_identity: identity({ aud: ['consul.example.com'] }) }),
  },
  {
    name: 'the agent writes another audience for Vault',
    rule: 'vault/audience-mismatch',
    vault: set({ default_identity: identity({ aud: ['vault.example.com'] }) }),
  },
  {
    name: 'the agent writes no audience for services',
    rule: 'agent/identity-without-audience',
    consul: set({ service_identity: identity({}) }),
    withoutJob: true,
  },
  {
    name: 'the agent writes no audience for tasks',
    rule: 'agent/identity-without-audience',
    consul: set({ task_identity: identity({}) }),
  },
  {
    name: 'the agent writes no audience for Vault',
    rule: 'agent/identity-without-audience',
    vault: set({ default_identity: identity({}) }),
  },
  {
    name: 'services log in with a method of another name',
    rule: 'consul/auth-method-missing',
    consul: set({ service_auth_method: 'nomad-services' }),
  },
  {
    name: 'tasks log in with a method of another name',
    rule: 'consul/auth-method-missing',
    consul: set({ task_auth_method: 'nomad-tasks' }),
  },
  {
    name: 'tasks log in at another mount',
    rule: 'vault/auth-mount-missing',
    vault: set({ jwt_auth_backend_path: 'jwt' }),
  },
  {
    name: 'tasks take a role that does not exist',
    rule: 'vault/role-missing',
    vault: set({ create_from_role: 'nomad-cluster' }),
  },
  {
    name: 'Nomad looks for Consul where it is not',
    rule: 'agent/nobody-found',
    consul: set({ address: '127.0.0.1:1' }),
    unseen: 'consul',
  },
  {
    name: 'Nomad looks for Vault where it is not',
    rule: 'agent/nobody-found',
    vault: set({ address: 'http://127.0.0.1:1' }),
    unseen: 'vault',
  },
  {
    name: 'Nomad has a token that Consul does not know',
    rule: 'agent/nobody-found',
    consul: set({ token: '11111111-2222-3333-4444-555555555555' }),
    unseen: 'consul',
  },
  {
    name: "Consul's cluster has a name",
    rule: 'agent/named-cluster',
    consul: set({ name: 'prod' }),
    unseen: 'consul',
  },
  {
    name: 'the agent names a namespace of Consul, which has none',
    rule: 'agent/namespace-without-enterprise',
    consul: set({ namespace: 'prod' }),
  },
  {
    name: "Vault's cluster has a name",
    rule: 'agent/named-cluster',
    vault: set({ name: 'prod' }),
    unseen: 'vault',
    withoutJob: true,
  },
  {
    name: 'Vault is switched off',
    rule: 'agent/vault-not-enabled',
    vault: set({ enabled: false }),
    unseen: 'vault',
    withoutJob: true,
  },
  {
    name: 'nobody says that Vault is on',
    rule: 'agent/vault-not-enabled',
    vault: without('enabled'),
    unseen: 'vault',
    withoutJob: true,
  },
  {
    name: 'the agent writes an audience of no letters for tasks',
    rule: 'agent/identity-without-audience',
    consul: set({ task_identity: identity({ aud: [''] }) }),
    withoutJob: true,
  },
  {
    name: 'the mount is written as its whole path',
    rule: 'vault/auth-mount-missing',
    vault: set({ jwt_auth_backend_path: 'auth/jwt-nomad' }),
  },
  {
    name: 'identities are written out in ways that change nothing, and keys of old versions are left',
    rule: undefined,
    consul: set({
      service_identity: { aud: ['consul.io', 'other.io'] },
      task_identity: { aud: ['consul.io'], ttl: '10s', env: true, file: true, name: 'tasks' },
      service_auth_method: 'Nomad-Workloads',
      allow_unauthenticated: false,
      auto_advertise: false,
    }),
    vault: set({
      default_identity: identity({ aud: ['vault.io'], file: true, extra_claims: { unique_id: '${job.id}' } }),
      jwt_auth_backend_path: 'jwt-nomad/',
      allow_unauthenticated: false,
      token: 'none',
    }),
  },
  {
    name: 'the agent says who it is, and nobody asks for it',
    rule: undefined,
    server: { oidc_issuer: 'https://nomad.example.com' },
  },
];
