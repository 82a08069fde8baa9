import type { Asked } from '../exchange.ts';

const login = (jwt: string, more: object = {}): Pick<Asked, 'ask' | 'body'> => ({
  ask: 'POST /v1/acl/login',
  body: { AuthMethod: 'workloads', BearerToken: `{${jwt}}`, ...more },
});

const tasks = `
key_prefix "web/" { policy = "read" }
key_prefix "web/private/" { policy = "deny" }
key "web/own" { policy = "write" }
key_prefix "tmp/" { policy = "write" }
key "tmp/kept" { policy = "read" }
service_prefix "" { policy = "read" }
session_prefix "" { policy = "read" }
`;

const asked = (...checks: readonly (readonly [string, string, string])[]): Pick<Asked, 'ask' | 'body'> => ({
  ask: 'POST /v1/internal/acl/authorize',
  body: checks.map(([Resource, Segment, Access]) => ({ Resource, Segment, Access })),
});

const mappings = {
  nomad_namespace: 'nomad_namespace',
  nomad_job_id: 'nomad_job_id',
  nomad_task: 'nomad_task',
  nomad_service: 'nomad_service',
};
const config = (audience: string): object => ({
  JWKSURL: '{jwks}',
  BoundAudiences: [audience],
  ClaimMappings: mappings,
});

/** Logins at Consul, and what their tokens may do. Runs after the other requests. */
export const logins: readonly Asked[] = [
  { ...login('consulTask') },
  { ask: 'PUT /v1/acl/auth-method', body: { Name: 'workloads', Type: 'jwt', MaxTokenTTL: '1h', Config: config('other.io') } },
  { ...login('consulTask') },
  { ask: 'PUT /v1/acl/auth-method', body: { Name: 'workloads', Type: 'jwt', MaxTokenTTL: '1h', Config: config('consul.io') } },
  { ...login('consulTask') },
  {
    ask: 'PUT /v1/acl/binding-rule',
    body: { AuthMethod: 'workloads', BindType: 'service', BindName: '${value.nomad_service}', Selector: '"nomad_service" in value' },
  },
  {
    ask: 'PUT /v1/acl/binding-rule',
    body: {
      AuthMethod: 'workloads', BindType: 'role', BindName: 'nomad-${value.nomad_namespace}-tasks',
      Selector: '"nomad_service" not in value',
    },
  },
  { ...login('consulTask') },
  { ask: 'PUT /v1/acl/policy', body: { Name: 'tasks', Rules: tasks } },
  { ask: 'PUT /v1/acl/role', body: { Name: 'nomad-default-tasks', Policies: [{ Name: 'tasks' }] } },
  { ...login('consulTask', { AuthMethod: 'nope' }) },
  { ...login('consulTask', { Zed: 1 }) },
  { ...login('consulTaskInProd') },
  { ...login('consulOddService') },
  { ...login('wrongAudience') },
  { ...login('expired') },
  { ...login('forged') },
  { ask: 'POST /v1/acl/login', body: { AuthMethod: 'workloads', BearerToken: 'x.y.z' } },
  { ask: 'POST /v1/acl/login', body: { AuthMethod: 'workloads' } },
  { ...login('consulTask', { AuthMethod: 'WORKLOADS' }), as: 'nobody' },
  { ...login('consulTask', { Meta: { requested_by: 'nomad_task_server' } }), as: 'unknown', save: { task: 'SecretID', taskId: 'AccessorID' } },
  { ...login('consulService'), as: 'nobody', save: { service: 'SecretID' } },
  { ask: 'GET /v1/acl/token/self', as: 'task' },
  { ask: 'GET /v1/acl/tokens?authmethod=workloads' },
  { ask: 'GET /v1/acl/tokens', as: 'task' },
  { ask: 'GET /v1/acl/token/{taskId}', as: 'task' },
  { ask: 'GET /v1/acl/policies', as: 'task' },
  { ask: 'PUT /v1/acl/policy', body: { Name: 'mine' }, as: 'task' },
  { ask: 'PUT /v1/kv/web/greeting', body: 'hello' },
  { ask: 'PUT /v1/kv/web/private/key', body: 'secret' },
  { ask: 'PUT /v1/kv/web/own', body: 'mine', as: 'task' },
  { ask: 'PUT /v1/kv/other/key', body: 'other' },
  { ask: 'PUT /v1/kv/tmp/kept', body: '1' },
  { ask: 'GET /v1/kv/web/greeting', as: 'task' },
  { ask: 'GET /v1/kv/web/absent', as: 'task' },
  { ask: 'GET /v1/kv/web/private/key', as: 'task' },
  { ask: 'GET /v1/kv/other/key', as: 'task' },
  { ask: 'GET /v1/kv/web/?keys', as: 'task' },
  { ask: 'GET /v1/kv/?recurse', as: 'task' },
  { ask: 'GET /v1/kv/other/?keys', as: 'task' },
  { ask: 'PUT /v1/kv/web/greeting', body: 'x', as: 'task' },
  { ask: 'DELETE /v1/kv/web/greeting', as: 'task' },
  { ask: 'DELETE /v1/kv/tmp/?recurse', as: 'task' },
  { ask: 'DELETE /v1/kv/tmp/a?recurse', as: 'task' },
  { ask: 'GET /v1/kv/web/greeting', as: 'service' },
  { ask: 'GET /v1/catalog/services', as: 'task' },
  { ask: 'GET /v1/catalog/nodes', as: 'task' },
  { ask: 'GET /v1/agent/self', as: 'task' },
  { ask: 'GET /v1/agent/members', as: 'task' },
  { ask: 'PUT /v1/session/create', body: {}, as: 'task' },
  { ask: 'GET /v1/session/list', as: 'service' },
  { ask: 'PUT /v1/session/destroy/00000000-0000-0000-0000-000000000077', as: 'service' },
  { ask: 'PUT /v1/agent/service/register', body: { Name: 'web', Port: 80, Tags: ['a'], Meta: { x: 'y' } }, as: 'task' },
  { ask: 'PUT /v1/agent/service/register', body: { Name: 'web', Port: 80, Tags: ['a'], Meta: { x: 'y' } }, as: 'service' },
  { ask: 'PUT /v1/agent/service/register', body: { Name: 'db', ID: 'db-1', Address: '10.0.0.1', Port: 81 }, as: 'service' },
  { ask: 'PUT /v1/agent/service/register', body: { Name: 'db', ID: 'db-1', Address: '10.0.0.1', Port: 81 } },
  { ask: 'PUT /v1/agent/service/register', body: { Name: 'web', ID: 'db-1' }, as: 'service' },
  { ask: 'PUT /v1/agent/service/register', body: {} },
  { ask: 'PUT /v1/agent/service/register', body: '' },
  { ask: 'GET /v1/agent/services', as: 'service' },
  { ask: 'GET /v1/agent/services', as: 'nobody' },
  { ask: 'PUT /v1/agent/service/deregister/nope', as: 'service' },
  { ask: 'PUT /v1/agent/service/deregister/db-1', as: 'service' },
  { ask: 'PUT /v1/agent/service/deregister/web', as: 'service' },
  { ...asked(['key', 'web/greeting', 'read'], ['key', 'web/greeting', 'write'], ['key', 'web/private/x', 'read'], ['service', 'web', 'read'], ['acl', '', 'read']), as: 'task' },
  { ...asked(['service', 'web', 'write'], ['service', 'web-sidecar-proxy', 'write'], ['intention', 'web', 'read'], ['node', 'x', 'READ'], ['mesh', '', 'read']), as: 'service' },
  { ...asked(['key', 'web', 'read']), as: 'nobody' },
  { ...asked(['nope', 'web', 'read']), as: 'task' },
  { ...asked(['key', 'web', 'nope']), as: 'task' },
  { ask: 'POST /v1/internal/acl/authorize', body: '{' },
  { ask: 'POST /v1/internal/acl/authorize', body: {} },
  { ask: 'PUT /v1/acl/policy', body: { Name: 'auditors', Rules: 'acl = "read"' } },
  { ask: 'PUT /v1/acl/token', body: { Description: 'auditor', Policies: [{ Name: 'auditors' }] }, save: { auditor: 'SecretID' } },
  { ask: 'GET /v1/acl/token/{taskId}', as: 'auditor' },
  { ask: 'GET /v1/acl/token/self', as: 'auditor' },
  { ask: 'GET /v1/acl/auth-method/workloads', as: 'auditor' },
  { ask: 'PUT /v1/acl/role', body: { Name: 'x' }, as: 'auditor' },
  {
    ask: 'PUT /v1/acl/token',
    body: {
      ServiceIdentities: [{ ServiceName: 'far', Datacenters: ['dc9'] }, { ServiceName: 'near' }],
      TemplatedPolicies: [{ TemplateName: 'builtin/nomad-client' }],
      NodeIdentities: [{ NodeName: 'n1', Datacenter: 'dc1' }, { NodeName: 'n2', Datacenter: 'dc9' }],
    },
    save: { made: 'SecretID' },
  },
  { ...asked(['service', 'far', 'write'], ['service', 'near', 'write'], ['key', 'a', 'read'], ['node', 'n1', 'write'], ['node', 'n2', 'write'], ['agent', 'a', 'read']), as: 'made' },
  { ask: 'POST /v1/acl/logout', as: 'task' },
  { ask: 'GET /v1/kv/web/greeting', as: 'task' },
  { ask: 'POST /v1/acl/logout', as: 'task' },
  { ask: 'POST /v1/acl/logout', as: 'auditor' },
  { ask: 'PUT /v1/acl/auth-method/workloads', body: { Name: 'workloads', Config: { ...config('consul.io'), ClaimMappings: {} } } },
  { ...login('consulService') },
  { ...login('consulTask') },
  { ask: 'DELETE /v1/acl/auth-method/workloads' },
  { ask: 'GET /v1/acl/token/self', as: 'service' },
]; // prettier-ignore
