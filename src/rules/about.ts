/**
 * Addresses of the things that findings are about and blame. Objects of Consul and Vault have those of their kinds:
 * `consul/auth-method/nomad-workloads`, `vault/jwt-role/jwt-nomad/nomad-workloads`. Those of Nomad are these.
 */
import type { Chain } from '../simulate/explain/explanation.ts';

/** An identity that servers give to workloads which have none of their own. */
export type AgentIdentity = 'consul-service' | 'consul-task' | 'vault-default';

export const about = {
  agent: (name: string) => `nomad/agent/${name}`,
  /** @param cluster of Consul or Vault, of which Nomad Enterprise knows several */
  agentIdentity: (which: AgentIdentity, cluster = 'default') =>
    `nomad/agent-identity/${which}${cluster === 'default' ? '' : `/${cluster}`}`,
  /** Where clients log in: `service_auth_method`, `jwt_auth_backend_path` and the like. */
  agentLogin: (product: Chain['product']) => `nomad/agent-login/${product}`,
  issuer: 'nomad/issuer',
  keyring: 'nomad/keyring',
  keySet: (url: string) => `nomad/key-set/${url}`,
  job: (namespace: string, id: string) => `nomad/job/${namespace}/${id}`,
  /** A task or service of a job; `part` as in `web/server`. */
  workload: (namespace: string, id: string, part: string) => `nomad/workload/${namespace}/${id}/${part}`,
  /** The same of a job that runs only until another one is registered in its place. */
  runningWorkload: (namespace: string, id: string, part: string) => `nomad/running-workload/${namespace}/${id}/${part}`,
  authMethod: (name: string) => `consul/auth-method/${name}`,
  /** All binding rules of a method: which one should have matched is not always known. */
  bindingRules: (method: string) => `consul/binding-rule/${method}`,
  consulRole: (name: string) => `consul/role/${name}`,
  consulPolicy: (name: string) => `consul/policy/${name}`,
  consulToken: (accessor: string) => `consul/token/${accessor}`,
  consulTokens: (method: string) => `consul/tokens-of/${method}`,
  datacenter: 'consul/datacenter',
  authMount: (path: string) => `vault/auth-mount/${path}`,
  jwtConfig: (mount: string) => `vault/jwt-config/${mount}`,
  jwtRole: (mount: string, name: string) => `vault/jwt-role/${mount}/${name}`,
  vaultEngine: (path: string) => `vault/engine/${path}`,
  /** Whom a mount knows by this alias. */
  vaultEntity: (mount: string, alias: string) => `vault/entity/${mount}/${alias}`,
  /** What that one has beside what its roles give: it explains nothing about logins. */
  vaultEntityPolicies: (mount: string, alias: string) => `vault/entity-policies/${mount}/${alias}`,
  vaultPolicy: (name: string) => `vault/policy/${name}`,
} as const;
