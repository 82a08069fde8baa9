import type { Asked } from '../exchange.ts';

const login = (role: string, jwt: string): Pick<Asked, 'ask' | 'body' | 'as'> => ({
  ask: 'POST /v1/auth/workloads/login',
  body: { role, jwt: `{${jwt}}` },
  as: 'nobody',
});

const alias = 'identity.entity.aliases.{accessor}.metadata';
const workload = `
path "secret/data/{{${alias}.nomad_namespace}}/{{${alias}.nomad_job_id}}/*" { capabilities = ["create", "read"] }
path "secret/metadata/{{${alias}.nomad_namespace}}/*" { capabilities = ["list"] }
path "secret/data/{{${alias}.nope}}/x" { capabilities = ["read"] }
path "kv1/shared/*" { capabilities = ["create", "read", "list"] }
path "kv1/+/given" { capabilities = ["update", "delete"] }
path "secret/data/default/web/denied" { capabilities = ["deny"] }
`;
const admin = `
path "sys/auth" { capabilities = ["read"] }
path "sys/auth/*" { capabilities = ["read", "update"] }
path "sys/policies/acl/*" { capabilities = ["read"] }
path "auth/workloads/role/*" { capabilities = ["create", "read"] }
path "auth/token/create" { capabilities = ["update"] }
`;

const role = {
  role_type: 'jwt',
  bound_audiences: ['vault.io'],
  user_claim: '/nomad_job_id',
  user_claim_json_pointer: true,
  claim_mappings: { nomad_namespace: 'nomad_namespace', nomad_job_id: 'nomad_job_id' },
  token_type: 'service',
  token_period: '30m',
  token_policies: ['workload'],
};
const at = 'secret/data/default/web';

/** Logins at Vault, and what their tokens may do. Runs after the other requests. */
export const logins: readonly Asked[] = [
  { ...login('nomad', 'vaultTask') },
  { ask: 'POST /v1/sys/auth/workloads', body: { type: 'jwt' } },
  { ask: 'GET /v1/sys/auth/workloads', save: { accessor: 'accessor' } },
  { ...login('nomad', 'vaultTask') },
  { ask: 'POST /v1/auth/workloads/config', body: { jwks_url: '{jwks}', jwt_supported_algs: ['RS256'], default_role: 'nomad' } },
  { ...login('nomad', 'vaultTask') },
  { ask: 'POST /v1/auth/workloads/role/nomad', body: { ...role, bound_audiences: ['other.io'] } },
  { ...login('nomad', 'vaultTask') },
  { ask: 'POST /v1/auth/workloads/role/nomad', body: role },
  { ask: 'POST /v1/auth/workloads/role/short', body: { ...role, token_period: 0, token_ttl: '10m', token_max_ttl: '20m' } },
  { ask: 'POST /v1/auth/workloads/role/twice', body: { ...role, token_period: 0, token_num_uses: 2, token_no_default_policy: true } },
  { ask: 'POST /v1/auth/workloads/role/batch', body: { ...role, token_period: 0, token_type: 'batch' } },
  { ask: 'POST /v1/auth/workloads/role/bound', body: { ...role, bound_claims: { nomad_namespace: 'prod' } } },
  { ask: 'POST /v1/auth/workloads/role/elsewhere', body: { ...role, token_bound_cidrs: ['10.0.0.0/8'] } },
  { ask: 'POST /v1/auth/workloads/role/nobody', body: { ...role, user_claim: '/nope' } },
  { ...login('nomad', 'vaultTask'), save: { early: 'auth.client_token' } },
  { ask: 'PUT /v1/sys/policies/acl/workload', body: { policy: workload } },
  { ...login('', 'vaultTask'), save: { web: 'auth.client_token' } },
  { ...login('SHORT', 'vaultTask'), save: { short: 'auth.client_token' } },
  { ...login('batch', 'vaultTask'), save: { batch: 'auth.client_token' } },
  { ...login('twice', 'vaultTask'), save: { twice: 'auth.client_token' } },
  { ...login('nope', 'vaultTask') },
  { ...login('nomad', 'wrongAudience') },
  { ...login('nomad', 'expiredAtVault') },
  { ...login('nomad', 'forged') },
  { ...login('bound', 'vaultTask') },
  { ...login('bound', 'vaultTaskInProd') },
  { ...login('elsewhere', 'vaultTask') },
  { ...login('nobody', 'vaultTask') },
  { ask: 'POST /v1/auth/workloads/login', body: { role: 'nomad', jwt: 'x.y.z' }, as: 'nobody' },
  { ask: 'POST /v1/auth/workloads/login', body: { role: 'nomad' }, as: 'nobody' },
  { ...login('nomad', 'vaultTask') },
  { ask: 'GET /v1/auth/token/lookup-self', as: 'web' },
  { ask: 'GET /v1/auth/token/lookup-self', as: 'short' },
  { ask: 'GET /v1/auth/token/lookup-self', as: 'batch' },
  { ask: 'PUT /v1/auth/token/renew-self', as: 'web' },
  { ask: 'PUT /v1/auth/token/renew-self', body: { increment: '15m' }, as: 'short' },
  { ask: 'PUT /v1/auth/token/renew-self', as: 'batch' },
  { ask: 'GET /v1/auth/token/lookup-self', as: 'twice' },
  { ask: `POST /v1/${at}/config`, body: { data: { greeting: 'hello' } } },
  { ask: 'POST /v1/secret/data/default/api/config', body: { data: { greeting: 'api' } } },
  { ask: 'POST /v1/secret/data/prod/web/config', body: { data: { greeting: 'prod' } } },
  { ask: `GET /v1/${at}/config`, as: 'twice' },
  { ask: `GET /v1/${at}/config`, as: 'twice' },
  { ask: `GET /v1/${at}/config`, as: 'web' },
  { ask: `GET /v1/${at}/config`, as: 'early' },
  { ask: `GET /v1/${at}/config`, as: 'batch' },
  { ask: `GET /v1/${at}/nothing`, as: 'web' },
  { ask: `GET /v1/${at}/denied`, as: 'web' },
  { ask: `GET /v1/${at}`, as: 'web' },
  { ask: 'GET /v1/secret/data/default/api/config', as: 'web' },
  { ask: 'GET /v1/secret/data/prod/web/config', as: 'web' },
  { ask: 'GET /v1/secret/metadata/default?list=true', as: 'web' },
  { ask: 'GET /v1/secret/metadata/default/web?list=true', as: 'web' },
  { ask: 'GET /v1/secret/metadata?list=true', as: 'web' },
  { ask: 'GET /v1/secret/metadata/default/web/config', as: 'web' },
  { ask: `POST /v1/${at}/new`, body: { data: { a: 1 } }, as: 'web' },
  { ask: `POST /v1/${at}/new`, body: { data: { a: 2 } }, as: 'web' },
  { ask: `DELETE /v1/${at}/new`, as: 'web' },
  { ask: 'PUT /v1/kv1/shared/a', body: { a: 'b' }, as: 'web' },
  { ask: 'PUT /v1/kv1/shared/a', body: { a: 'c' }, as: 'web' },
  { ask: 'GET /v1/kv1/shared/a', as: 'web' },
  { ask: 'GET /v1/kv1/shared?list=true', as: 'web' },
  { ask: 'PUT /v1/kv1/other/given', body: { a: 'c' }, as: 'web' },
  { ask: 'DELETE /v1/kv1/other/given', as: 'web' },
  { ask: 'GET /v1/nope/x', as: 'web' },
  { ask: 'GET /v1/sys/auth', as: 'web' },
  { ask: 'GET /v1/sys/internal/ui/mounts', as: 'nobody' },
  { ask: 'GET /v1/sys/internal/ui/mounts/secret/default/web', as: 'web' },
  { ask: 'GET /v1/sys/internal/ui/mounts/kv1', as: 'web' },
  { ask: 'GET /v1/sys/internal/ui/mounts/auth/workloads', as: 'web' },
  { ask: 'GET /v1/sys/internal/ui/mounts/nope', as: 'web' },
  { ask: 'GET /v1/sys/internal/ui/mounts/secret', as: 'nobody' },
  { ask: 'POST /v1/sys/capabilities-self', body: { paths: [`${at}/config`, 'secret/data/default/api/config', 'kv1/shared/', 'kv1/x/given'] }, as: 'web' },
  { ask: 'POST /v1/sys/capabilities-self', body: { path: `${at}/denied` }, as: 'web' },
  { ask: 'POST /v1/sys/capabilities-self', body: { paths: [''] }, as: 'web' },
  { ask: 'POST /v1/sys/capabilities-self', body: {}, as: 'web' },
  // The alias is the job id, so a login from another Nomad namespace takes what the first token could read.
  { ...login('nomad', 'vaultTaskInProd'), save: { prod: 'auth.client_token' } },
  { ask: `GET /v1/${at}/config`, as: 'web' },
  { ask: 'GET /v1/secret/data/prod/web/config', as: 'web' },
  { ...login('nomad', 'vaultOther'), save: { other: 'auth.client_token' } },
  { ask: 'GET /v1/secret/data/default/api/config', as: 'other' },
  { ask: 'PUT /v1/sys/policies/acl/admin', body: { policy: admin } },
  { ask: 'POST /v1/auth/token/create', body: { policies: ['admin'] }, save: { admin: 'auth.client_token' } },
  { ask: 'POST /v1/sys/auth/more', body: { type: 'jwt' }, as: 'admin' },
  { ask: 'GET /v1/sys/policies/acl/workload', as: 'admin' },
  { ask: 'PUT /v1/sys/policies/acl/workload', body: { policy: workload }, as: 'admin' },
  { ask: 'GET /v1/sys/policies/acl?list=true', as: 'admin' },
  { ask: 'POST /v1/auth/workloads/role/fresh', body: role, as: 'admin' },
  { ask: 'POST /v1/auth/workloads/role/fresh', body: role, as: 'admin' },
  { ask: 'GET /v1/auth/workloads/role/fresh', as: 'admin' },
  { ask: 'GET /v1/auth/workloads/role?list=true', as: 'admin' },
  { ask: 'POST /v1/auth/token/create', body: { policies: ['workload'] }, as: 'admin' },
  { ask: 'POST /v1/auth/token/create', body: { policies: ['admin'], ttl: '5m' }, as: 'admin' },
  { ask: 'POST /v1/auth/token/revoke-self', as: 'web' },
  { ask: 'GET /v1/auth/token/lookup-self', as: 'web' },
  { ask: 'DELETE /v1/sys/policies/acl/workload' },
  { ask: 'GET /v1/secret/data/prod/web/config', as: 'prod' },
  { ask: 'DELETE /v1/auth/workloads/role/nomad' },
  { ask: 'PUT /v1/auth/token/renew-self', as: 'prod' },
  { ask: 'DELETE /v1/sys/auth/workloads' },
  { ask: 'GET /v1/auth/token/lookup-self', as: 'prod' },
]; // prettier-ignore
