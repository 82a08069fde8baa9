import agentServiceIdentityMissing from './agent/service-identity-missing.ts';
import consulAuthMethodMissing from './consul/auth-method-missing.ts';
import workloadLoginRefused from './workload/login-refused.ts';
import type { Rule } from './rule.ts';

/**
 * Every rule, causes before what follows from them: a finding can only be blamed on a rule that stands earlier. A new
 * rule is one file and one line here.
 */
export const rules: readonly Rule[] = [
  // What signs and serves the keys, what agents give, and where they log in
  agentServiceIdentityMissing,
  // Consul: method, rules, roles, policies
  consulAuthMethodMissing,
  // Vault: mount, config, roles, policies
  // Jobs
  // What the truth engine says of the whole chain
  workloadLoginRefused,
  // What live servers show
];
