import { startConsul, startNomad, startVault } from '../../servers/index.ts';
import type { Cluster } from '../cluster.ts';
import { data, type Bench } from './fault.ts';
import { registered, template } from './job-faults.ts';

export const vaultAudience = 'https://vault.example.com:8200';
export const mountAt = 'auth/jwt/nomad';
export const roleAt = (name: string): string => `${mountAt}/role/${name}`;

/** Nothing in it is called as any set-up calls it, and nothing is made by `wid` or by `nomad setup`. */
export async function startOtherCluster(): Promise<Cluster> {
  const [consul, vault] = await Promise.all([startConsul(), startVault()]);
  const nomad = await startNomad({
    consul,
    vault,
    acl: true,
    config: {
      consul: {
        address: consul.address.replace('http://', ''),
        token: consul.token,
        service_auth_method: 'nomad-services',
        task_auth_method: 'nomad-tasks',
        service_identity: { aud: ['consul-services'], ttl: '1h' },
        task_identity: { aud: ['consul-tasks'], ttl: '1h' },
      },
      vault: {
        enabled: true,
        address: vault.address,
        jwt_auth_backend_path: 'jwt/nomad',
        create_from_role: 'workload',
        default_identity: {
          aud: [vaultAudience],
          ttl: '15m',
          extra_claims: { unique_id: '${job.region}:${job.namespace}:${job.id}' },
        },
      },
    },
  });
  return {
    consul,
    vault,
    nomad,
    environment: { ...consul.environment, ...vault.environment, ...nomad.environment },
    jwksUrl: `${nomad.address}/.well-known/jwks.json`,
    stop: async () => {
      await nomad.stop();
      await Promise.all([consul.stop(), vault.stop()]);
    },
  };
}

const can = (path: string, ...capabilities: string[]): string =>
  `path "${path}" {\n  capabilities = ${JSON.stringify(capabilities)}\n}\n`;
const secret = (path: string): string => `{{ with secret "${path}" }}{{ .Data }}{{ end }}`;

/** A job for each way to a secret: by a role for its team, by one for itself, and by that of all. */
export const jobs = {
  shop: (block = 'vault {\n role = "team-a"\n}', path = 'kv/data/team-a/db') =>
    registered(
      {
        service: 'service {\n name = "shop"\n port = "http"\n}',
        task: `consul {}\n${block}\n${template(secret(path))}${template('{{ key "config/shop" }}').replace('out', 'key')}`,
      },
      'shop',
      'team-a',
    ),
  edge: (block = 'vault {\n role = "certs"\n}') =>
    registered(
      {
        task: `${block}\n${template(`{{ with pkiCert "pki-int/issue/edge" "common_name=edge.example.com" }}{{ .Cert }}{{ end }}${secret('kv/data/shared/edge/config')}`)}`,
      },
      'edge',
    ),
  plain: (more = '') =>
    registered({ task: `vault {}\n${more}\n${template(secret('kv/data/default/plain/x'))}` }, 'plain'),
};

async function provisionConsul({ consul, cluster }: Bench): Promise<void> {
  const claims = { nomad_namespace: 'ns', nomad_job_id: 'job' };
  for (const [of, more] of Object.entries({ services: { nomad_service: 'svc' }, tasks: { nomad_task: 'task' } })) {
    const Config = {
      JWKSURL: cluster.jwksUrl,
      BoundAudiences: [`consul-${of}`],
      ClaimMappings: { ...claims, ...more },
    };
    await consul.put('acl/auth-method', { Name: `nomad-${of}`, Type: 'jwt', Config });
  }
  await consul.put('acl/binding-rule', { AuthMethod: 'nomad-services', BindType: 'service', BindName: '${value.svc}' });
  await consul.put('acl/binding-rule', { AuthMethod: 'nomad-tasks', BindType: 'role', BindName: 'tasks-${value.ns}' });
  await consul.put('acl/policy', { Name: 'tasks', Rules: 'key_prefix "config/" { policy = "read" }' });
  await consul.put('acl/role', { Name: 'tasks-team-a', Policies: [{ Name: 'tasks' }] });
}

async function provisionVault({ vault, cluster }: Bench): Promise<void> {
  await vault.post(`sys/${mountAt}`, { type: 'jwt' });
  await vault.post(`${mountAt}/config`, { jwks_url: cluster.jwksUrl });
  await vault.post('sys/mounts/kv', { type: 'kv', options: { version: '2' } });
  await vault.post('sys/mounts/pki-int', { type: 'pki' });
  const { accessor } = data(await vault.get(`sys/${mountAt}`));
  const own = ['ns', 'job'].map((name) => `{{identity.entity.aliases.${String(accessor)}.metadata.${name}}}`).join('/');
  const policies = {
    own: can(`kv/data/${own}/*`, 'read') + can(`kv/metadata/${own}/*`, 'read', 'list'),
    base: can('kv/data/shared/+/config', 'read') + can('sys/health', 'read'),
    'team-a': can('kv/data/team-a/*', 'read', 'list'),
    certs: can('pki-int/issue/edge', 'create', 'update'),
  };
  for (const [name, policy] of Object.entries(policies)) await vault.put(`sys/policies/acl/${name}`, { policy });
  const common = {
    role_type: 'jwt',
    bound_audiences: [vaultAudience],
    user_claim: '/extra_claims/unique_id',
    user_claim_json_pointer: true,
    claim_mappings: { nomad_namespace: 'ns', nomad_job_id: 'job', nomad_task: 'task' },
    token_period: '1h',
  };
  const roles = {
    workload: { token_policies: ['base', 'own'] },
    'team-a': { bound_claims: { nomad_namespace: 'team-a' }, token_policies: ['base', 'team-a'] },
    certs: {
      bound_claims_type: 'glob',
      bound_claims: { nomad_namespace: 'def*', nomad_job_id: ['edge', 'ingress*'] },
      token_policies: ['base', 'certs'],
    },
  };
  for (const [name, role] of Object.entries(roles)) await vault.post(roleAt(name), { ...common, ...role });
}

export async function provisionOtherCluster(bench: Bench): Promise<void> {
  await provisionConsul(bench);
  await provisionVault(bench);
  await jobs.shop()(bench);
  await jobs.edge()(bench);
  await jobs.plain()(bench);
}
