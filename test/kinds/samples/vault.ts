import type { Value } from '../../../src/kinds/field.ts';
import { same, type Alternative, type Sample, type Spec, type Surroundings } from './sample.ts';

/** Mounts have a slash in their path, to see it survive. */
export const mount = 'team/jwt';

/** The mount that the samples refer to is made by the test, and configured with a JWKS URL. */
export function vaultSamples({ issuer, ca, publicKeys }: Surroundings): readonly Sample[] {
  return [authMount, jwtConfig(issuer, ca, publicKeys), jwtRole, policy];
}

const tuned = (field: string, value: Value, wire = value): Readonly<Record<string, Alternative>> => ({
  [field]: { spec: { [field]: value }, raw: { [field]: wire } },
});

const authMount: Sample = {
  kind: 'vault/auth-mount',
  identity: { name: 'sample/mount' },
  base: {},
  raw: { type: 'jwt' },
  made: () => 'sys/auth/sample/mount',
  changed: () => 'sys/auth/sample/mount/tune',
  alternatives: {
    ...same('type', 'oidc'),
    ...same('description', 'other'),
    ...same('local', true),
    ...same('seal_wrap', true),
    ...tuned('default_lease_ttl', '1h', 3600),
    ...tuned('max_lease_ttl', 7200, '2h'),
    ...same('token_type', 'batch'),
    ...same('listing_visibility', 'unauth'),
    ...tuned('audit_non_hmac_request_keys', ['b', 'a'], 'a,b'),
    ...same('audit_non_hmac_response_keys', ['keys']),
    ...same('passthrough_request_headers', ['X-One']),
    ...same('allowed_response_headers', ['X-Two']),
    ...same('trim_request_trailing_slashes', true),
  },
};

function jwtConfig(issuer: string, ca: string, publicKeys: readonly [string, string]): Sample {
  const url = `${issuer}/jwks`;
  const discovery = { jwks_url: '', oidc_discovery_url: issuer };
  const both = (spec: Spec): Alternative => ({ spec, raw: spec });
  return {
    kind: 'vault/jwt-config',
    identity: { name: mount },
    base: { jwks_url: url },
    raw: { jwks_url: url },
    made: () => `auth/${mount}/config`,
    changed: () => `auth/${mount}/config`,
    alternatives: {
      ...same('jwks_url', `${issuer}/other`),
      ...same('jwks_ca_pem', ca),
      jwks_pairs: {
        spec: { jwks_url: '', jwks_pairs: [{ jwks_url: `${issuer}/b` }, { jwks_url: `${issuer}/a` }] },
        raw: { jwks_url: '', jwks_pairs: [{ jwks_url: `${issuer}/a` }, { jwks_url: `${issuer}/b`, jwks_ca_pem: '' }] },
      },
      oidc_discovery_url: both(discovery),
      oidc_discovery_ca_pem: both({ ...discovery, oidc_discovery_ca_pem: ca }),
      jwt_validation_pubkeys: {
        spec: { jwks_url: '', jwt_validation_pubkeys: [...publicKeys] },
        raw: { jwks_url: '', jwt_validation_pubkeys: publicKeys.toReversed() },
      },
      ...tuned('jwt_supported_algs', ['RS256', 'ES256'], 'ES256,RS256'),
      ...same('bound_issuer', 'https://issuer'),
      ...tuned('default_role', 'Web', 'WEB'),
      oidc_client_id: {
        spec: { ...discovery, oidc_client_id: 'client', oidc_client_secret: '${SAMPLE_SECRET}' },
        raw: { ...discovery, oidc_client_id: 'client', oidc_client_secret: 'anything' },
      },
      oidc_client_secret: {
        spec: { ...discovery, oidc_client_id: 'client', oidc_client_secret: '${SAMPLE_SECRET}' },
        raw: { ...discovery, oidc_client_id: 'client', oidc_client_secret: 'anything' },
      },
      ...same('oidc_response_mode', 'form_post'),
      // Vault refuses id_token with the other mode.
      oidc_response_types: both({ oidc_response_mode: 'form_post', oidc_response_types: ['id_token', 'code'] }),
      provider_config: both({ ...discovery, provider_config: { provider: 'azure' } }),
      ...same('namespace_in_state', false),
      ...same('unsupported_critical_cert_extensions', ['1.2.3.4']),
    },
  };
}

/** Vault forgets the type of a role in every write that does not repeat it, so writes by hand must. */
const kept = { role_type: 'jwt', user_claim: 'sub', bound_audiences: ['vault.io'] };

const jwtRole: Sample = {
  kind: 'vault/jwt-role',
  identity: { name: 'Sample', parent: mount },
  base: { user_claim: 'sub', bound_audiences: ['vault.io'] },
  raw: kept,
  made: () => `auth/${mount}/role/sample`,
  changed: () => `auth/${mount}/role/sample`,
  alternatives: {
    role_type: {
      spec: { role_type: 'oidc', allowed_redirect_uris: ['http://localhost/back'] },
      raw: { role_type: 'oidc', allowed_redirect_uris: ['http://localhost/back'] },
    },
    ...tuned('bound_audiences', ['b', 'a'], 'a,b'),
    ...same('bound_subject', 'somebody'),
    bound_claims: {
      spec: { bound_claims: { nomad_namespace: ['default'], level: 5, admin: true, nomad_job_id: ['web', 'api'] } },
      raw: { bound_claims: { nomad_namespace: 'default', level: 5, admin: true, nomad_job_id: ['api', 'web'] } },
    },
    ...same('bound_claims_type', 'glob'),
    ...same('claim_mappings', { nomad_task: 'task' }),
    ...same('user_claim', 'other'),
    ...same('user_claim_json_pointer', true),
    ...same('groups_claim', 'groups'),
    ...tuned('expiration_leeway', '1m', 60),
    ...tuned('not_before_leeway', '-1s', -1),
    ...tuned('clock_skew_leeway', 5, '5s'),
    ...tuned('token_ttl', '1h', 3600),
    ...tuned('token_max_ttl', '2h', '2h'),
    ...tuned('token_explicit_max_ttl', '3h', 10_800),
    ...tuned('token_period', '30m', 1800),
    ...tuned('token_policies', ['Web', 'default'], ['default', ' web']),
    ...tuned('token_bound_cidrs', ['10.0.0.1/32', '10.1.0.0/16', '::1/128'], '10.1.0.0/16,10.0.0.1,::1'),
    ...same('token_no_default_policy', true),
    ...same('token_num_uses', 3),
    ...same('token_type', 'service'),
    ...same('allowed_redirect_uris', ['http://localhost/back']),
    ...same('oidc_scopes', ['profile', 'email']),
    ...tuned('max_age', '90s', 90),
    ...same('verbose_oidc_logging', true),
  },
};

const policy: Sample = {
  kind: 'vault/policy',
  identity: { name: 'Sample' },
  base: { policy: 'path "a" { capabilities = ["read"] }' },
  raw: { policy: '# a comment\npath "a" {\n  capabilities = ["read"]\n}\n' },
  made: () => 'sys/policies/acl/sample',
  changed: () => 'sys/policies/acl/sample',
  alternatives: {
    policy: {
      spec: { policy: 'path "b" { capabilities = ["list"] }' },
      raw: { policy: 'path "b" { capabilities = ["list"] }' },
    },
  },
};
