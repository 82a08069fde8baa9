import { until } from '../poll.ts';
import type { Requests } from '../requests.ts';
import type { Bench, Body } from './fault.ts';
import { template } from './job-faults.ts';

/** Something that good clusters have as well, and of which nothing is to be said. */
export interface Variation {
  readonly name: string;
  readonly add: (bench: Bench) => Promise<unknown>;
}

const publicKey = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEfYZgqnxs+2cIgOO4YObOQFl1lW+z
L636gP8K7bVV5UvxGHG5kCP7s7egZN6l5e2RiALgO9EbD1C1pOxF6rIRKQ==
-----END PUBLIC KEY-----
`;

/** Registers a job and waits for what becomes of its allocations, when any status is given. */
const placed =
  (hcl: string, status?: string, then: (nomad: Requests, id: string) => Promise<unknown> = () => Promise.resolve()) =>
  async ({ nomad }: Bench): Promise<void> => {
    const job = (await nomad.post('jobs/parse', { JobHCL: hcl, Canonicalize: true })) as Body;
    const id = String(job['ID']);
    const namespace = `?namespace=${String(job['Namespace'] ?? 'default')}`;
    await nomad.put(`jobs${namespace}`, { Job: job });
    if (status !== undefined)
      await until(`job ${id} is ${status}`, async () => {
        const all = (await nomad.get(`job/${id}/allocations${namespace}`)) as Body[];
        return all.length > 0 && all.every(({ ClientStatus }) => ClientStatus === status) ? true : undefined;
      });
    await then(nomad, id);
  };

const run =
  'driver = "raw_exec"\n config {\n command = "/bin/sh"\n args = ["-c", "sleep 3600"]\n }\n kill_timeout = "1s"';
const end = 'driver = "raw_exec"\n config {\n command = "/bin/true"\n }';
const small = 'resources {\n cpu = 20\n memory = 16\n }';
const key = template('{{ keyOrDefault "app/greeting" "x" }}');

/** A signed text that Consul takes for the token of a Kubernetes service account: its claims are not looked at here. */
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const accountJwt = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ sub: 'system:serviceaccount:default:consul' })}.${Buffer.alloc(256, 1).toString('base64url')}`;

async function certificate({ vault }: Bench): Promise<string> {
  await vault.post('sys/mounts/pki', { type: 'pki' });
  const { data } = (await vault.post('pki/root/generate/internal', { common_name: 'example.com', key_type: 'ec' })) as {
    data: { certificate: string };
  };
  return data.certificate;
}

export const variations: readonly Variation[] = [
  {
    name: "another team's auth method in Consul, with a rule, a role and a policy",
    add: async ({ consul, cluster }) => {
      await consul.put('acl/policy', { Name: 'deploy', Rules: 'key_prefix "ci/" { policy = "write" }' });
      await consul.put('acl/role', { Name: 'ci-main', Policies: [{ Name: 'deploy' }] });
      const Config = { JWKSURL: cluster.jwksUrl, BoundIssuer: 'https://ci.example.com', BoundAudiences: ['ci'], ClaimMappings: { sub: 'sub', ref: 'ref' } }; // prettier-ignore
      await consul.put('acl/auth-method', { Name: 'ci', Type: 'jwt', MaxTokenTTL: '15m', Config });
      await consul.put('acl/binding-rule', { AuthMethod: 'ci', BindType: 'role', BindName: 'ci-${value.ref}' });
      await consul.put('acl/binding-rule', { AuthMethod: 'ci', BindType: 'role', BindName: 'ci-none' });
    },
  },
  {
    name: 'an auth method for Kubernetes in Consul',
    add: async (bench) => {
      const CACert = await certificate(bench);
      const Config = { Host: 'https://192.0.2.42:8443', CACert, ServiceAccountJWT: accountJwt };
      await bench.consul.put('acl/auth-method', { Name: 'minikube', Type: 'kubernetes', Config });
      await bench.consul.put('acl/binding-rule', {
        AuthMethod: 'minikube',
        BindType: 'service',
        BindName: '${serviceaccount.name}',
        Selector: 'serviceaccount.namespace==default',
      });
    },
  },
  {
    name: 'tokens of people in Consul, one of which ends',
    add: async ({ consul }) => {
      await consul.put('acl/policy', {
        Name: 'operators',
        Rules: 'operator = "write"\nkey_prefix "" { policy = "write" }',
      });
      await consul.put('acl/token', { Description: 'ann', Policies: [{ Name: 'operators' }] });
      await consul.put('acl/token', { Description: 'bob', Policies: [{ Name: 'operators' }], ExpirationTTL: '1h' });
    },
  },
  {
    name: 'services that others registered, and settings of the mesh',
    add: async ({ consul }) => {
      await consul.put('catalog/register', {
        Node: 'legacy',
        Address: '192.0.2.7',
        Service: { Service: 'database', Port: 5432 },
      });
      await consul.put('config', { Kind: 'proxy-defaults', Name: 'global', Config: { protocol: 'http' } });
      await consul.put('config', {
        Kind: 'service-intentions',
        Name: 'database',
        Sources: [{ Name: 'api', Action: 'allow' }],
      });
    },
  },
  {
    name: 'other auth mounts, roles, policies and engines in Vault',
    add: async ({ vault }) => {
      for (const type of ['userpass', 'approle', 'kubernetes', 'cert']) await vault.post(`sys/auth/${type}`, { type });
      await vault.post('sys/auth/ci', { type: 'jwt', description: 'CI' });
      await vault.post('auth/ci/config', {
        jwt_validation_pubkeys: [publicKey],
        bound_issuer: 'https://ci.example.com',
      });
      await vault.put('sys/policies/acl/ci', {
        policy: 'path "secret/*" { capabilities = ["create", "update", "read"] }',
      });
      await vault.post('auth/ci/role/deploy', { role_type: 'jwt', user_claim: 'sub', bound_audiences: 'ci', token_policies: 'ci', token_ttl: 600, token_max_ttl: 900 }); // prettier-ignore
      await vault.post('auth/userpass/users/ann', { password: 'x', token_policies: 'ci' });
      await vault.post('sys/mounts/old', { type: 'kv' });
      await vault.post('sys/mounts/transit', { type: 'transit' });
    },
  },
  {
    name: 'a job with neither Consul nor Vault',
    add: placed(`job "plain" {\n group "g" {\n task "t" {\n ${run}\n ${small}\n }\n }\n}`, 'running'),
  },
  {
    name: "a job with services and variables of Nomad's own",
    add: placed(
      `job "own" {\n group "g" {\n network {\n port "http" {}\n }\n service {\n provider = "nomad"\n name = "Own-Service"\n port = "http"\n }\n task "t" {\n ${run}\n ${small}\n identity {\n env = true\n }\n ${template('{{ range nomadService "Own-Service" }}{{ .Port }}{{ end }}{{ if nomadVarExists "nomad/jobs/own" }}x{{ end }}')}\n }\n }\n}`,
      'running',
    ),
  },
  {
    name: 'a batch job that is done, which asked Consul and Vault',
    add: placed(
      `job "batch" {\n type = "batch"\n group "g" {\n task "t" {\n ${end}\n ${small}\n consul {}\n vault {}\n ${key}\n }\n }\n}`,
      'complete',
    ),
  },
  {
    name: 'a batch job that failed for reasons of its own',
    add: placed(
      `job "failed" {\n type = "batch"\n group "g" {\n restart {\n attempts = 0\n mode = "fail"\n }\n reschedule {\n attempts = 0\n }\n task "t" {\n ${end.replace('true', 'false')}\n ${small}\n consul {}\n vault {}\n }\n }\n}`,
      'failed',
    ),
  },
  {
    name: 'a sysbatch job, and a system job that asks Consul',
    add: async (bench) => {
      await placed(
        `job "sysbatch" {\n type = "sysbatch"\n group "g" {\n task "t" {\n ${end}\n ${small}\n vault {}\n }\n }\n}`,
      )(bench);
      await placed(`job "system" {\n type = "system"\n group "g" {\n network {\n port "metrics" {}\n }\n service {\n name = "metrics"\n port = "metrics"\n }\n task "t" {\n ${run}\n ${small}\n consul {}\n ${key}\n }\n }\n}`, 'running')(bench); // prettier-ignore
    },
  },
  {
    name: 'a periodic job, run once by hand',
    add: placed(
      `job "periodic" {\n type = "batch"\n periodic {\n crons = ["0 0 1 1 *"]\n }\n group "g" {\n task "t" {\n ${end}\n ${small}\n consul {}\n vault {}\n ${template('{{ keyOrDefault "app/greeting" "x" }}')}\n }\n }\n}`,
      undefined,
      (nomad, id) => nomad.put(`job/${id}/periodic/force`, {}),
    ),
  },
  {
    name: 'a parameterized job, dispatched twice',
    add: placed(
      `job "parameterized" {\n type = "batch"\n parameterized {\n meta_optional = ["x"]\n }\n group "g" {\n task "t" {\n ${run}\n ${small}\n consul {}\n vault {}\n ${key}\n }\n }\n}`,
      undefined,
      async (nomad, id) => {
        await nomad.put(`job/${id}/dispatch`, {});
        await nomad.put(`job/${id}/dispatch`, { Meta: { x: '1' } });
      },
    ),
  },
  {
    name: 'a job of several groups, with tasks before and beside the main one',
    add: placed(
      `job "several" {\n group "a" {\n count = 2\n network {\n port "http" {}\n }\n service {\n name = "several-a"\n port = "http"\n }\n task "init" {\n lifecycle {\n hook = "prestart"\n }\n ${end}\n ${small}\n consul {}\n vault {}\n ${key}\n }\n task "main" {\n ${run}\n ${small}\n vault {}\n }\n task "side" {\n lifecycle {\n hook = "poststart"\n sidecar = true\n }\n ${run}\n ${small}\n consul {}\n ${key}\n }\n }\n group "b" {\n task "t" {\n ${run}\n ${small}\n service {\n name = "several-b"\n }\n }\n }\n}`,
      'running',
    ),
  },
  {
    name: 'a job that was stopped and is still known',
    add: placed(
      `job "stopped" {\n group "g" {\n network {\n port "http" {}\n }\n service {\n name = "stopped"\n port = "http"\n }\n task "t" {\n ${run}\n ${small}\n consul {}\n vault {}\n }\n }\n}`,
      'running',
      async (nomad, id) => {
        await nomad.delete(`job/${id}`);
        await until('it has stopped', async () => {
          const all = (await nomad.get(`job/${id}/allocations`)) as Body[];
          return all.every(({ ClientStatus }) => ClientStatus === 'complete') ? true : undefined;
        });
      },
    ),
  },
  {
    name: 'a job that is scaled to nothing',
    add: placed(`job "nothing" {\n group "g" {\n count = 0\n task "t" {\n ${run}\n consul {}\n vault {}\n }\n }\n}`),
  },
  {
    name: 'a namespace without jobs, and one whose jobs ask for nothing',
    add: async (bench) => {
      await bench.nomad.post('namespace/empty', { Name: 'empty' });
      await bench.nomad.post('namespace/quiet', { Name: 'quiet' });
      await placed(
        `job "quiet" {\n namespace = "quiet"\n group "g" {\n task "t" {\n ${run}\n ${small}\n }\n }\n}`,
        'running',
      )(bench);
    },
  },
  {
    name: 'a namespace with services only, which need no role',
    add: async (bench) => {
      await bench.nomad.post('namespace/services', { Name: 'services' });
      await placed(`job "front" {\n namespace = "services"\n group "g" {\n network {\n port "http" {}\n }\n service {\n name = "front"\n port = "http"\n }\n task "t" {\n ${run}\n ${small}\n }\n }\n}`, 'running')(bench); // prettier-ignore
    },
  },
  {
    name: 'a namespace with a role of its own',
    add: async (bench) => {
      await bench.nomad.post('namespace/team', { Name: 'team' });
      await bench.consul.put('acl/policy', { Name: 'team-tasks', Rules: 'key_prefix "team/" { policy = "read" }\nservice_prefix "" { policy = "read" }\nnode_prefix "" { policy = "read" }' }); // prettier-ignore
      await bench.consul.put('acl/role', { Name: 'nomad-team-tasks', Policies: [{ Name: 'team-tasks' }] });
      await bench.consul.put('kv/team/x', '1');
      await placed(`job "team" {\n namespace = "team"\n group "g" {\n task "t" {\n ${run}\n ${small}\n consul {}\n ${template('{{ key "team/x" }}{{ range service "web" }}{{ .Address }}{{ end }}')}\n }\n }\n}`, 'running')(bench); // prettier-ignore
    },
  },
  {
    name: 'a policy of Vault that every job gets beside its own, for what belongs to none',
    add: async ({ vault }) => {
      const text =
        'path "secret/data/shared/*" { capabilities = ["read"] }\npath "sys/health" { capabilities = ["read"] }';
      await vault.put('sys/policies/acl/shared', { policy: text });
      const { data: role } = (await vault.get('auth/jwt-nomad/role/nomad-workloads')) as { data: Body };
      const token_policies = [...(role['token_policies'] as string[]), 'shared'];
      await vault.put('auth/jwt-nomad/role/nomad-workloads', { ...role, token_policies });
    },
  },
  {
    name: 'a role of Vault for one job, and the job that names it',
    add: async (bench) => {
      const { vault } = bench;
      await vault.put('sys/policies/acl/reports', { policy: 'path "secret/data/reports" { capabilities = ["read"] }' });
      await vault.post('auth/jwt-nomad/role/reports', {
        role_type: 'jwt',
        bound_audiences: 'vault.io',
        bound_claims: { nomad_namespace: 'default', nomad_job_id: 'reports' },
        user_claim: '/nomad_job_id',
        user_claim_json_pointer: true,
        claim_mappings: { nomad_job_id: 'nomad_job_id' },
        token_type: 'service',
        token_period: '30m',
        token_policies: 'reports',
      });
      await vault.post('secret/data/reports', { data: { a: 'b' } });
      await placed(`job "reports" {\n group "g" {\n task "t" {\n ${run}\n ${small}\n vault {\n role = "reports"\n }\n ${template('{{ with secret "secret/data/reports" }}{{ .Data.data.a }}{{ end }}')}\n }\n }\n}`, 'running')(bench); // prettier-ignore
    },
  },
  {
    name: 'a task with an identity for a third program, and a service that is checked',
    add: placed(
      `job "third" {\n group "g" {\n network {\n port "http" {}\n }\n service {\n name = "third"\n port = "http"\n check {\n type = "tcp"\n interval = "10s"\n timeout = "2s"\n }\n }\n task "t" {\n ${run}\n ${small}\n identity {\n name = "aws"\n aud = ["sts.amazonaws.com"]\n ttl = "1h"\n file = true\n }\n }\n }\n}`,
      'running',
    ),
  },
  {
    name: 'a service in the mesh, which is placed nowhere here',
    add: placed(
      `job "mesh" {\n constraint {\n attribute = "\${node.unique.id}"\n value = "none"\n }\n group "g" {\n network {\n mode = "bridge"\n }\n service {\n name = "mesh"\n port = "9001"\n connect {\n sidecar_service {\n proxy {\n upstreams {\n destination_name = "database"\n local_bind_port = 5432\n }\n }\n }\n }\n }\n task "t" {\n ${run}\n }\n }\n}`,
    ),
  },
  {
    name: 'a job that was changed and changed back',
    add: async (bench) => {
      const hcl = (name: string): string => `job "back" {\n group "g" {\n network {\n port "http" {}\n }\n service {\n name = "${name}"\n port = "http"\n }\n task "t" {\n ${run}\n ${small}\n consul {}\n }\n }\n}`; // prettier-ignore
      await placed(hcl('back'), 'running')(bench);
      await placed(hcl('forth'))(bench);
      await bench.nomad.put('job/back/revert', { JobID: 'back', JobVersion: 0 });
    },
  },
  {
    name: 'a key of Nomad that is announced, and then in use',
    add: async ({ nomad }) => {
      await nomad.put('operator/keyring/rotate?publish_time=' + String(Date.now() * 1e6 + 3_600e9), {});
    },
  },
];
