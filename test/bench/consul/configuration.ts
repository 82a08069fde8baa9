import type { Check } from '../../../src/simulate/consul-acl/authorize.ts';

/** The auth method of the benches, as a cluster of Nomad has it. */
export function authMethod(jwksUrl: string): Readonly<Record<string, unknown>> {
  const names = ['nomad_namespace', 'nomad_job_id', 'nomad_task', 'nomad_service'];
  return {
    Name: 'nomad-workloads',
    Type: 'jwt',
    TokenLocality: 'local',
    MaxTokenTTL: '1h',
    Config: {
      JWKSURL: jwksUrl,
      JWTSupportedAlgs: ['RS256'],
      BoundAudiences: ['consul.io'],
      ClaimMappings: Object.fromEntries(names.map((name) => [name, name])),
      ListClaimMappings: { groups: 'groups' },
    },
  };
}

const rule = (Selector: string, BindType: string, BindName: string, more: object = {}): Record<string, unknown> => ({
  AuthMethod: 'nomad-workloads', Selector, BindType, BindName, ...more,
}); // prettier-ignore

/** Ten rules with every sort of selector and of binding; four or five of them match a token. */
export const bindingRules = [
  rule('"nomad_service" in value', 'service', '${value.nomad_service}'),
  rule('"nomad_service" not in value', 'role', 'nomad-tasks-${value.nomad_namespace}'),
  rule('value.nomad_namespace == default and value.nomad_task != init', 'role', 'everybody'),
  rule('value.nomad_job_id matches `^app-[0-9]+7$`', 'policy', 'lucky'),
  rule('edge in list.groups or operators in list.groups', 'role', 'edge'),
  rule('value.nomad_namespace == data', 'policy', 'data'),
  rule('not (value.nomad_namespace == default) and list.groups is not empty', 'policy', 'guest'),
  rule('value.nomad_task == proxy', 'templated-policy', 'builtin/service', {
    BindVars: { Name: '${value.nomad_job_id}' },
  }),
  rule('value.nomad_task == dns', 'templated-policy', 'builtin/dns'),
  rule('', 'policy', 'own-${value.nomad_namespace}'),
];

const names = [
  'lucky', 'data', 'guest', 'own-default', 'own-data', 'edge', 'everybody',
  ...Array.from({ length: 13 }, (_, index) => `part-${String(index)}`),
]; // prettier-ignore

/** Twenty policies of eight rules each. */
export const policies = names.map((Name) => ({
  Name,
  Rules: `
    key_prefix "${Name}/" { policy = "write" }
    key_prefix "${Name}/secret/" { policy = "deny" }
    key "${Name}/secret/open" { policy = "read" }
    key_prefix "shared/" { policy = "list" }
    service_prefix "${Name}-" { policy = "read" }
    service "${Name}-web" { policy = "write"
      intentions = "read" }
    node_prefix "" { policy = "read" }
    session_prefix "${Name}" { policy = "write" }`,
}));

const role = (Name: string, linked: readonly string[]): Record<string, unknown> => ({
  Name,
  Policies: linked.map((name) => ({ Name: name })),
});

export const roles = [
  role('nomad-tasks-default', names.slice(7, 12)),
  role('nomad-tasks-data', names.slice(12, 16)),
  role('everybody', ['everybody', ...names.slice(16)]),
  role('edge', ['edge']),
];

const asked = [
  ['key', 'read'], ['key', 'write'], ['key', 'list'], ['service', 'read'], ['service', 'write'],
  ['intention', 'read'], ['node', 'read'], ['session', 'write'], ['acl', 'read'], ['operator', 'read'],
] as const; // prettier-ignore

/** Fifty questions about names that some rules are about and others are not. */
export const checks: readonly Check[] = ['own-default', 'everybody', 'part-3', 'part-14', 'elsewhere'].flatMap((name) =>
  asked.map(([resource, access]) => ({ resource, access, segment: segmentOf(resource, name) })),
);

function segmentOf(resource: string, name: string): string {
  if (resource === 'key') return `${name}/secret/open`;
  return resource === 'acl' || resource === 'operator' ? '' : `${name}-web`;
}

/** Claims as Nomad signs them, other ones for each number. */
export function claims(number: number, now: number): Readonly<Record<string, unknown>> {
  const job = `app-${String(number)}`;
  const namespace = number % 5 === 0 ? 'data' : 'default';
  const task = ['web', 'proxy', 'dns', 'worker'][number % 4] ?? '';
  const service = number % 2 === 0 ? { nomad_service: `${job}-api` } : {};
  const uuid = `${number.toString(16).padStart(8, '0')}-5a3c-4b6e-9f10-1c2d3e4f5a6b`;
  return {
    aud: 'consul.io',
    exp: now + 3600,
    iat: now,
    jti: uuid,
    nbf: now,
    nomad_allocation_id: uuid,
    nomad_job_id: job,
    nomad_namespace: namespace,
    nomad_task: task,
    ...service,
    ...(number % 3 === 0 ? { groups: ['edge', 'ops'] } : {}),
    sub: `global:${namespace}:${job}:group:${task}:consul_default`,
  };
}
