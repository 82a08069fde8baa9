/** The claims of Nomad's JWTs that say which workload it is, as `nomad setup` maps them: each to its own name. */
export const consulClaims = [
  'consul_namespace',
  'nomad_namespace',
  'nomad_job_id',
  'nomad_task',
  'nomad_service',
] as const;

/** Vault tokens are for tasks only, so there is no service among them. */
export const vaultClaims = ['nomad_namespace', 'nomad_job_id', 'nomad_task'] as const;

export function toThemselves(claims: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(claims.map((claim) => [claim, claim]));
}
