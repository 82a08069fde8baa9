import type { Alternative, Sample, Spec, Surroundings } from './sample.ts';

/** The objects that the samples refer to are made by the test: a policy `linked`, an auth method `parent`. */
export function consulSamples({ issuer, ca, publicKeys }: Surroundings): readonly Sample[] {
  return [policy, role, authMethod(issuer, ca, publicKeys[0]), bindingRule];
}

const policy: Sample = {
  kind: 'consul/policy',
  identity: { name: 'sample' },
  base: {},
  raw: { Name: 'sample' },
  made: () => 'acl/policy',
  changed: (id) => `acl/policy/${id}`,
  alternatives: {
    description: { spec: { description: 'other' }, raw: { Description: 'other' } },
    rules: {
      spec: { rules: 'key_prefix "a" { policy = "read" }' },
      raw: { Rules: 'key_prefix "a" { policy = "read" }' },
    },
    datacenters: { spec: { datacenters: ['dc2', 'dc1'] }, raw: { Datacenters: ['dc1', 'dc2'] } },
  },
};

const role: Sample = {
  kind: 'consul/role',
  identity: { name: 'sample' },
  base: {},
  raw: { Name: 'sample' },
  made: () => 'acl/role',
  changed: (id) => `acl/role/${id}`,
  alternatives: {
    description: { spec: { description: 'other' }, raw: { Description: 'other' } },
    policies: { spec: { policies: ['linked'] }, raw: { Policies: [{ Name: 'linked' }] } },
    service_identities: {
      spec: { service_identities: [{ service_name: 'web', datacenters: ['dc2', 'dc1'] }, { service_name: 'api' }] },
      raw: { ServiceIdentities: [{ ServiceName: 'api' }, { ServiceName: 'web', Datacenters: ['dc1', 'dc2'] }] },
    },
    node_identities: {
      spec: { node_identities: [{ node_name: 'n1', datacenter: 'dc1' }] },
      raw: { NodeIdentities: [{ NodeName: 'n1', Datacenter: 'dc1' }] },
    },
    templated_policies: {
      spec: {
        templated_policies: [
          { template_name: 'builtin/service', variables: { name: 'web' } },
          { template_name: 'builtin/dns', datacenters: ['dc1'] },
        ],
      },
      raw: {
        TemplatedPolicies: [
          { TemplateName: 'builtin/dns', Datacenters: ['dc1'] },
          { TemplateName: 'builtin/service', TemplateVariables: { Name: 'web' } },
        ],
      },
    },
  },
};

function authMethod(issuer: string, ca: string, publicKey: string): Sample {
  const url = `${issuer}/jwks`;
  const config = (spec: Spec, Config: object): Alternative => ({ spec, raw: { Config } });
  return {
    kind: 'consul/auth-method',
    identity: { name: 'sample' },
    base: { jwks_url: url },
    raw: { Name: 'sample', Type: 'jwt', Config: { JWKSURL: url } },
    made: () => 'acl/auth-method',
    changed: () => 'acl/auth-method/sample',
    alternatives: {
      display_name: { spec: { display_name: 'other' }, raw: { DisplayName: 'other' } },
      description: { spec: { description: 'other' }, raw: { Description: 'other' } },
      // What Kubernetes methods need is in no field of ours.
      type: {
        shownOnly: true,
        spec: { type: 'kubernetes', jwks_url: '' },
        raw: {
          Type: 'kubernetes',
          Config: { JWKSURL: undefined, Host: 'https://127.0.0.1', CACert: ca, ServiceAccountJWT: unsigned },
        },
      },
      max_token_ttl: { spec: { max_token_ttl: '90m' }, raw: { MaxTokenTTL: '1h30m' } },
      token_locality: { spec: { token_locality: 'global' }, raw: { TokenLocality: 'global' } },
      jwks_url: config({ jwks_url: `${issuer}/other` }, { JWKSURL: `${issuer}/other` }),
      jwks_ca_cert: config({ jwks_ca_cert: ca }, { JWKSCACert: ca }),
      oidc_discovery_url: config(
        { jwks_url: '', oidc_discovery_url: issuer },
        { JWKSURL: undefined, OIDCDiscoveryURL: issuer },
      ),
      oidc_discovery_ca_cert: config(
        { jwks_url: '', oidc_discovery_url: issuer, oidc_discovery_ca_cert: ca },
        { JWKSURL: undefined, OIDCDiscoveryURL: issuer, OIDCDiscoveryCACert: ca },
      ),
      jwt_validation_pub_keys: config(
        { jwks_url: '', jwt_validation_pub_keys: [publicKey] },
        { JWKSURL: undefined, JWTValidationPubKeys: [publicKey] },
      ),
      jwt_supported_algs: config({ jwt_supported_algs: ['RS256', 'ES256'] }, { JWTSupportedAlgs: ['ES256', 'RS256'] }),
      bound_issuer: config({ bound_issuer: 'https://issuer' }, { BoundIssuer: 'https://issuer' }),
      bound_audiences: config({ bound_audiences: ['consul.io'] }, { BoundAudiences: ['consul.io'] }),
      claim_mappings: config({ claim_mappings: { nomad_job_id: 'job' } }, { ClaimMappings: { nomad_job_id: 'job' } }),
      list_claim_mappings: config(
        { list_claim_mappings: { groups: 'groups' } },
        { ListClaimMappings: { groups: 'groups' } },
      ),
      expiration_leeway: config({ expiration_leeway: '60s' }, { ExpirationLeeway: 60_000_000_000 }),
      not_before_leeway: config({ not_before_leeway: '1m30s' }, { NotBeforeLeeway: 90_000_000_000 }),
      // Written by hand for ten seconds, it is ten nanoseconds.
      clock_skew_leeway: config({ clock_skew_leeway: '10ns' }, { ClockSkewLeeway: '10' }),
    },
  };
}

/** A JWT in form only: header, claims and a signature of nothing. */
const unsigned = ['{"alg":"RS256"}', '{"sub":"a"}', 'nothing']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');

const bindingRule: Sample = {
  kind: 'consul/binding-rule',
  identity: { name: 'service/web', parent: 'parent' },
  base: { bind_type: 'service', bind_name: 'web' },
  raw: { AuthMethod: 'parent', BindType: 'service', BindName: 'web' },
  made: () => 'acl/binding-rule',
  changed: (id) => `acl/binding-rule/${id}`,
  alternatives: {
    description: { spec: { description: 'other' }, raw: { Description: 'other' } },
    bind_type: { spec: { bind_type: 'role' }, raw: { BindType: 'role' } },
    bind_name: { spec: { bind_name: '${value.job}' }, raw: { BindName: '${value.job}' } },
    selector: { spec: { selector: '"job" in value' }, raw: { Selector: ' "job" in value' } },
    bind_vars: {
      spec: { bind_type: 'templated-policy', bind_name: 'builtin/service', bind_vars: { name: '${value.job}' } },
      raw: { BindType: 'templated-policy', BindName: 'builtin/service', BindVars: { Name: '${value.job}' } },
    },
  },
};
