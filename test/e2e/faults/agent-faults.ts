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
    name: 'the agent says who it is, and nobody asks for it',
    rule: undefined,
    server: { oidc_issuer: 'https://nomad.example.com' },
  },
];
