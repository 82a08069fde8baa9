import { packageText } from '../../spec/package-text.ts';
import type { Lab } from '../embedded.ts';
import { stepsOn, type Send } from './steps.ts';

/**
 * A cluster that somebody set up by hand and that drifted, under the names that `nomad setup` uses:
 * - Consul's auth method has the audience of a copied example and lost the claim mapping `nomad_service`;
 * - the policy for tasks is wider than it should be, and its role hangs on it;
 * - the rule for services has an edited selector, and the one for tasks is missing;
 * - Vault's mount is there, but its role has a wrong audience, and the policy that the role names does not exist.
 * Beside it stand things of other teams, which nothing may touch: a policy, a role, an auth method with a rule and a token in
 * Consul; a policy, a mount and a secret in Vault. Nomad has a job that uses both.
 */
export async function drift(lab: Lab): Promise<void> {
  const { consul, vault, nomad } = stepsOn(lab);
  const jwks = `${lab.nomad.address}/.well-known/jwks.json`;
  await driftConsul(consul, jwks);
  await driftVault(vault, jwks);
  await addOthersToConsul(consul, jwks);
  await addOthersToVault(vault);
  await nomad('PUT', '/v1/jobs', { Job: webJob });
}

const claims = ['consul_namespace', 'nomad_namespace', 'nomad_job_id', 'nomad_task', 'nomad_service'];

async function driftConsul(consul: Send, jwks: string): Promise<void> {
  const method = (audience: string, mapped: readonly string[]): object => ({
    Name: 'nomad-workloads',
    Type: 'jwt',
    DisplayName: 'nomad-workloads',
    Description: 'Login method for Nomad workloads using workload identities',
    TokenLocality: 'local',
    Config: {
      JWKSURL: jwks,
      JWTSupportedAlgs: ['RS256'],
      BoundAudiences: [audience],
      ClaimMappings: Object.fromEntries(mapped.map((claim) => [claim, claim])),
    },
  });
  await consul('PUT', '/v1/acl/auth-method', method('consul.io', claims));
  await consul('PUT', '/v1/acl/binding-rule', {
    AuthMethod: 'nomad-workloads',
    Description: 'Binding rule for Nomad services authenticated using a workload identity',
    BindType: 'service',
    BindName: '${value.nomad_service}',
    Selector: '"nomad_service" in value and value.nomad_namespace == default',
  });
  // Consul checks a rule's claims when the rule is written, not when the method loses them: that is how this comes about.
  const kept = claims.filter((claim) => claim !== 'nomad_service');
  await consul('PUT', '/v1/acl/auth-method/nomad-workloads', method('consul.example', kept));
  await consul('PUT', '/v1/acl/policy', {
    Name: 'policy-nomad-tasks',
    Rules: packageText('policies/lab/nomad-tasks-widened.hcl'),
  });
  await consul('PUT', '/v1/acl/role', {
    Name: 'nomad-default-tasks',
    Description: 'Role for Nomad tasks using workload identities',
    Policies: [{ Name: 'policy-nomad-tasks' }],
  });
}

async function driftVault(vault: Send, jwks: string): Promise<void> {
  await vault('POST', '/v1/sys/auth/jwt-nomad', { type: 'jwt' });
  await vault('POST', '/v1/auth/jwt-nomad/config', {
    jwks_url: jwks,
    jwt_supported_algs: ['EdDSA', 'RS256'],
    default_role: 'nomad-workloads',
  });
  await vault('POST', '/v1/auth/jwt-nomad/role/nomad-workloads', {
    role_type: 'jwt',
    bound_audiences: ['vault.example'],
    user_claim: '/nomad_job_id',
    user_claim_json_pointer: true,
    claim_mappings: { nomad_namespace: 'nomad_namespace', nomad_job_id: 'nomad_job_id', nomad_task: 'nomad_task' },
    token_type: 'service',
    token_period: '30m',
    token_policies: ['nomad-workloads'],
  });
}

async function addOthersToConsul(consul: Send, jwks: string): Promise<void> {
  await consul('PUT', '/v1/acl/policy', {
    Name: 'metrics',
    Description: 'Team observability',
    Rules: packageText('policies/lab/metrics.hcl'),
  });
  await consul('PUT', '/v1/acl/role', { Name: 'metrics-reader', Policies: [{ Name: 'metrics' }] });
  await consul('PUT', '/v1/acl/auth-method', {
    Name: 'ci-runners',
    Type: 'jwt',
    Description: 'Team delivery',
    Config: { JWKSURL: jwks, BoundAudiences: ['ci'], ClaimMappings: { project: 'project' } },
  });
  await consul('PUT', '/v1/acl/binding-rule', {
    AuthMethod: 'ci-runners',
    BindType: 'role',
    BindName: 'metrics-reader',
    Selector: 'value.project == metrics',
  });
  await consul('PUT', '/v1/acl/token', { Description: 'Team observability', Roles: [{ Name: 'metrics-reader' }] });
  await consul('PUT', '/v1/kv/web/greeting', 'hello');
}

async function addOthersToVault(vault: Send): Promise<void> {
  await vault('PUT', '/v1/sys/policies/acl/billing', { policy: packageText('policies/lab/billing.hcl') });
  await vault('POST', '/v1/sys/auth/approle', { type: 'approle', description: 'Team billing' });
  await vault('POST', '/v1/secret/data/billing/ledger', { data: { currency: 'EUR' } });
  await vault('POST', '/v1/secret/data/default/web/config', { data: { greeting: 'hello' } });
}

const webJob = {
  ID: 'web',
  Name: 'web',
  Type: 'service',
  Datacenters: ['dc1'],
  TaskGroups: [
    {
      Name: 'web',
      Count: 1,
      Networks: [{ DynamicPorts: [{ Label: 'http' }] }],
      Services: [{ Name: 'web', PortLabel: 'http', Provider: 'consul' }],
      Tasks: [
        {
          Name: 'server',
          Driver: 'raw_exec',
          Config: { command: '/bin/sleep', args: ['3600'] },
          Consul: {},
          Vault: { Role: '' },
          Templates: [{ EmbeddedTmpl: '{{ key "web/greeting" }}', DestPath: 'local/greeting' }],
        },
      ],
    },
  ],
};
