import type { Server } from '../servers/index.ts';
import type { Issuer } from './jwks.ts';
import { requests } from './requests.ts';

/** Fills a Consul as somebody would who has never heard of wid: every sort of link, method and rule, and some oddities. */
export async function fillConsul(server: Server, { jwksUrl, publicKeys: [publicKey] }: Issuer): Promise<void> {
  const { put } = requests('consul', server);
  await put('acl/policy', {
    Name: 'keys',
    Description: 'with "quotes", a # and\ttabs',
    Rules: '# who reads what\nkey_prefix "app/" {\n\tpolicy = "read"\n}\n\nkey "app/secret" { policy = "deny" }',
    Datacenters: ['dc1'],
  });
  await put('acl/policy', { Name: 'as-json', Rules: '{"service_prefix":{"":{"policy":"read"}}}' });
  await put('acl/policy', { Name: 'empty', Rules: '' });
  await put('acl/policy', { Name: 'Upper_Case-9', Rules: 'operator = "read"\r\n' });

  await put('acl/role', {
    Name: 'everything',
    Description: 'all sorts of links',
    Policies: [{ Name: 'keys' }, { Name: 'global-management' }],
    ServiceIdentities: [{ ServiceName: 'web' }, { ServiceName: 'db', Datacenters: ['dc1', 'dc2'] }],
    NodeIdentities: [{ NodeName: 'node-1', Datacenter: 'dc1' }],
    TemplatedPolicies: [
      { TemplateName: 'builtin/service', TemplateVariables: { Name: 'api' } },
      { TemplateName: 'builtin/dns', Datacenters: ['dc1'] },
    ],
  });
  await put('acl/role', { Name: 'nomad-default-tasks', Policies: [{ Name: 'as-json' }] });
  await put('acl/role', { Name: 'no-links' });

  await put('acl/auth-method', {
    Name: 'by-url',
    Type: 'jwt',
    Description: 'keys from a URL',
    MaxTokenTTL: '90m',
    TokenLocality: 'global',
    Config: {
      JWKSURL: jwksUrl,
      BoundAudiences: ['b.example', 'a.example'],
      BoundIssuer: 'https://issuer.example',
      ClaimMappings: { nomad_namespace: 'ns', nomad_job_id: 'job' },
      ListClaimMappings: { groups: 'groups' },
      ClockSkewLeeway: 30_000_000_000,
      ExpirationLeeway: -1,
    },
  });
  await put('acl/auth-method', {
    Name: 'by-key',
    DisplayName: 'Keys that stand in the method',
    Type: 'jwt',
    // Consul reads the names whatever their case.
    Config: { jwtvalidationpubkeys: [publicKey], BoundAudiences: ['consul.io'] },
  });
  await put('acl/auth-method', {
    Name: 'of-another-type',
    Type: 'aws-iam',
    Config: { BoundIAMPrincipalARNs: ['arn:aws:iam::123456789012:role/web'] },
  });

  const rule = (AuthMethod: string, BindType: string, BindName: string, rest: object = {}): Promise<unknown> =>
    put('acl/binding-rule', { AuthMethod, BindType, BindName, ...rest });
  await rule('by-url', 'service', '${value.job}', { Selector: 'value.ns == "default"', Description: 'services' });
  await rule('by-url', 'service', '${value.job}', { Selector: 'value.ns == "other" and "x" in list.groups' });
  await rule('by-url', 'node', 'node-${value.job}');
  await rule('by-url', 'role', 'nomad-${value.ns}-tasks', { Selector: '`batch` not in list.groups' });
  await rule('by-url', 'policy', 'keys');
  await rule('by-url', 'templated-policy', 'builtin/service', { BindVars: { Name: '${value.job}' } });
  await rule('by-key', 'role', 'everything');
  await rule('of-another-type', 'role', 'everything');
}

/** The same for a Vault. */
export async function fillVault(server: Server, { jwksUrl, publicKeys: [publicKey] }: Issuer): Promise<void> {
  const { get, post, put } = requests('vault', server);
  await post('sys/auth/jwt-nomad', {
    type: 'jwt',
    description: 'Nomad',
    config: { default_lease_ttl: '1h', max_lease_ttl: '24h', listing_visibility: 'unauth' },
  });
  await post('auth/jwt-nomad/config', {
    jwks_url: jwksUrl,
    jwt_supported_algs: ['RS256', 'ES256'],
    default_role: 'web',
  });
  await post('sys/auth/team/a/jwt', { type: 'jwt' });
  await post('auth/team/a/jwt/config', { jwt_validation_pubkeys: [publicKey], bound_issuer: 'https://issuer.example' });
  await post('sys/auth/pairs', { type: 'jwt', config: { token_type: 'batch' } });
  await post('auth/pairs/config', { jwks_pairs: [{ jwks_url: jwksUrl, jwks_ca_pem: '' }] });
  await post('sys/auth/without-config', { type: 'jwt' });
  await post('sys/auth/userpass', { type: 'userpass' });

  const mounts = (await get('sys/auth')) as { data: Record<string, { accessor: string }> };
  const accessor = mounts.data['jwt-nomad/']?.accessor ?? '';
  const metadata = `identity.entity.aliases.${accessor}.metadata`;
  await put('sys/policies/acl/templated', {
    policy: `# by job\npath "secret/data/{{${metadata}.nomad_namespace}}/{{${metadata}.nomad_job_id}}/*" {\n  capabilities = ["read"]\n}\n`,
  });
  await put('sys/policies/acl/as-json', { policy: '{"path":{"secret/data/*":{"capabilities":["read","list"]}}}' });
  await put('sys/policies/acl/with-dollar', { policy: 'path "secret/data/${x}" {\n  capabilities = ["deny"]\n}' });
  await put('sys/policies/acl/Mixed-Case', { policy: 'path "sys/mounts" { capabilities = ["read"] }' });
  await put('sys/policies/acl/team/nested', { policy: 'path "a/+/b" { capabilities = ["update"] }' });

  await post('auth/jwt-nomad/role/web', {
    role_type: 'jwt',
    bound_audiences: ['vault.io', 'other.io'],
    user_claim: '/nomad_job_id',
    user_claim_json_pointer: true,
    bound_claims: { nomad_namespace: ['default', 'prod*'], nomad_job_id: 'web' },
    bound_claims_type: 'glob',
    claim_mappings: { nomad_namespace: 'nomad_namespace', nomad_job_id: 'nomad_job_id' },
    token_period: '30m',
    token_policies: ['templated', 'as-json'],
    token_bound_cidrs: ['10.0.0.0/8', '127.0.0.1'],
    token_type: 'service',
    clock_skew_leeway: '30s',
    token_no_default_policy: true,
  });
  await post('auth/jwt-nomad/role/Batch', {
    role_type: 'jwt',
    bound_subject: 'x',
    user_claim: 'sub',
    token_type: 'batch',
    token_ttl: 600,
    token_max_ttl: '2h',
    token_explicit_max_ttl: 7200,
    token_policies: 'default',
  });
  await post('auth/team/a/jwt/role/least', {
    role_type: 'jwt',
    user_claim: 'sub',
    bound_audiences: 'vault.io',
    groups_claim: 'groups',
  });
}
