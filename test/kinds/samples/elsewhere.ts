import type { KindId } from '../../../src/kinds/kind.ts';
import type { Spec } from './sample.ts';

/** Other values for the fields that Consul Enterprise, Vault Enterprise or OpenBao know, of which no server runs here. */
export const elsewhere: Readonly<Partial<Record<KindId, Spec>>> = {
  'consul/partition': { description: 'other' },
  'consul/namespace': {
    description: 'other',
    meta: { owner: 'ops' },
    policy_defaults: ['b', 'a'],
    role_defaults: ['r'],
  },
  'consul/auth-method': {
    namespace_rules: [
      { selector: '"consul_namespace" in value', bind_namespace: '${value.consul_namespace}' },
      { bind_namespace: 'a' },
    ],
  },
  'vault/namespace': { custom_metadata: { owner: 'ops' } },
  'vault/jwt-config': { override_allowed_server_names: ['keys.internal'], skip_jwks_validation: true },
  'vault/jwt-role': {
    token_strictly_bind_ip: true,
    token_policies_template_claims: true,
    callback_mode: 'device',
    oauth2_metadata: ['access_token'],
    oidc_disable_confirmation: true,
    poll_interval: 5,
  },
  'vault/policy': { allow_slashes_in_identity_templates: true, allow_wildcards_in_identity_templates: true },
};
