import type { BindingRule } from '../../validation/consul/binding-rule.ts';

/** The claims that Nomad can write (1.7 to 2.0). */
export const nomadClaims: ReadonlySet<string> = new Set([
  'aud', 'consul_namespace', 'exp', 'extra_claims', 'iat', 'iss', 'jti', 'nbf', 'nomad_allocation_id', 'nomad_job_id',
  'nomad_namespace', 'nomad_service', 'nomad_task', 'sub', 'vault_namespace', 'vault_role',
]); // prettier-ignore

/** How a rule is called in sentences: rules have no names. */
export function ruleInWords({ bindType, bindName, selector }: BindingRule): string {
  return `binding rule ${bindType} ${bindName}${selector === '' ? '' : ` (${selector})`}`;
}
