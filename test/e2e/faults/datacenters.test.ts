import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServers, startNomad, startVault, type Server } from '../../servers/index.ts';
import { ask, launch, writeConfig } from '../../servers/launch.ts';
import { until } from '../poll.ts';
import { requests } from '../requests.ts';
import { auditorOf, expectFirst, lines } from './audited.ts';
import { added, method, named, rule } from './consul-faults.ts';
import { benchOf, edited, type Bench, type Body, type Fault } from './fault.ts';
import { registered, template } from './job-faults.ts';

const token = randomUUID();
const headers = { 'X-Consul-Token': token };
const read = 'key_prefix "" { policy = "read" }\nservice_prefix "" { policy = "read" }\nnode_prefix "" { policy = "read" }'; // prettier-ignore

interface Datacenter extends Server {
  readonly wan: number;
}

/** A Consul of several: what it knows of the others comes over a port of its own. */
async function startDatacenter(datacenter: string, acl: Body): Promise<Datacenter> {
  let wan = 0;
  const server = await launch({
    product: 'consul',
    ports: 4,
    prepare: (folder, [http = 0, lan = 0, rpc = 0, between = 0]) => {
      wan = between;
      const address = `http://127.0.0.1:${String(http)}`;
      const file = writeConfig(folder, {
        datacenter,
        primary_datacenter: 'dc1',
        node_name: `consul-${datacenter}`,
        ports: { http, server: rpc, serf_lan: lan, serf_wan: between, dns: -1, grpc: -1, grpc_tls: -1 },
        acl: { enabled: true, default_policy: 'deny', ...acl },
        limits: { http_max_conns_per_client: 10_000 },
      });
      return {
        args: ['agent', '-dev', '-bind', '127.0.0.1', '-client', '127.0.0.1', '-config-file', file],
        address,
        environment: () => ({ CONSUL_HTTP_ADDR: address, CONSUL_HTTP_TOKEN: token }),
        ready: async () => ((await ask(`${address}/v1/status/leader`)) === '' ? undefined : token),
      };
    },
  });
  return { ...server, wan };
}

const asking = (text: string): Fault['inject'] => registered({ task: `consul {}\n${template(text)}` });

const faults: readonly Fault[] = [
  {
    name: 'the auth method is deleted in this datacenter',
    rule: 'consul/auth-method-missing',
    inject: async ({ consul }) => {
      const before = await consul.get(method);
      const held = (await consul.get('acl/binding-rules?authmethod=nomad-workloads')) as Body[];
      await consul.delete(method);
      return async () => {
        await consul.put('acl/auth-method', before);
        for (const { ID: _, ...body } of held) await consul.put('acl/binding-rule', body);
      };
    },
  },
  {
    name: 'the policy of tasks is for the other datacenter',
    rule: 'consul/policy-elsewhere',
    inject: named('policy', 'tasks', (before) => ({ ...before, Datacenters: ['dc1'] })),
  },
  {
    name: "the tasks' role is deleted where it is copied from",
    rule: 'consul/role-missing',
    inject: named('role', 'nomad-default-tasks', () => undefined),
  },
  {
    name: 'the rule of tasks is deleted',
    rule: 'consul/no-rule-matches',
    inject: rule('role', () => undefined),
  },
  {
    name: 'a template asks the other datacenter for a service',
    rule: 'workload/local-token-elsewhere',
    inject: asking('{{ range service "database@dc1" }}{{ .Address }}{{ end }}'),
  },
  {
    name: 'a template names its own datacenter',
    rule: undefined,
    inject: asking('{{ range service "database@dc2" }}{{ .Address }}{{ end }}'),
  },
];

describeWithServers(['consul', 'vault', 'nomad'], 'a single fault in the second of two datacenters', () => {
  let primary: Datacenter;
  let secondary: Datacenter;
  let vault: Server;
  let nomad: Server;
  let bench: Bench;

  const audited = (): ReturnType<ReturnType<typeof auditorOf>> => auditorOf(bench.cluster.environment)();
  /** What is changed in one of them arrives in the other. */
  const copied = async (): Promise<void> => {
    const seen = async ({ address }: Server): Promise<string> => {
      const all = await Promise.all(['roles', 'policies'].map((kind) => ask(`${address}/v1/acl/${kind}`, headers)));
      return all.map((one) => (one as Body[]).map(({ ID, Hash }) => `${String(ID)} ${String(Hash)}`).toSorted().join()).join(); // prettier-ignore
    };
    await until('both have the same', async () =>
      (await seen(primary)) === (await seen(secondary)) ? true : undefined,
    );
  };

  beforeAll(async () => {
    [primary, vault] = await Promise.all([
      startDatacenter('dc1', { tokens: { initial_management: token, agent: token } }),
      startVault(),
    ]);
    const { put } = requests('consul', primary);
    await until('the primary takes the token', () => ask(`${primary.address}/v1/acl/token/self`, headers).catch(() => undefined)); // prettier-ignore
    await put('acl/policy', { Name: 'replication', Rules: 'acl = "write"\noperator = "write"\nservice_prefix "" {\n policy = "read"\n intentions = "read"\n}' }); // prettier-ignore
    const { SecretID } = (await put('acl/token', { Policies: [{ Name: 'replication' }] })) as Body;
    await put('acl/policy', { Name: 'tasks', Rules: read });
    await put('acl/role', { Name: 'nomad-default-tasks', Policies: [{ Name: 'tasks' }] });
    secondary = await startDatacenter('dc2', {
      enable_token_replication: true,
      tokens: { replication: SecretID ?? '', agent: token },
    });
    await put(`agent/join/127.0.0.1:${String(secondary.wan)}?wan=1`, {});
    await until('the secondary has copied', async () => {
      const roles = (await ask(`${secondary.address}/v1/acl/roles`, headers).catch(() => [])) as Body[];
      return roles.length > 0 ? true : undefined;
    });
    nomad = await startNomad({ consul: secondary, vault });
    const environment = { ...secondary.environment, ...vault.environment, ...nomad.environment };
    const jwksUrl = `${nomad.address}/.well-known/jwks.json`;
    bench = benchOf({ consul: secondary, vault, nomad, environment, jwksUrl, stop: () => Promise.resolve() });
    const claims = Object.fromEntries(['nomad_namespace', 'nomad_job_id', 'nomad_service'].map((name) => [name, name]));
    const Config = { JWKSURL: jwksUrl, BoundAudiences: ['consul.io'], ClaimMappings: claims };
    const AuthMethod = 'nomad-workloads';
    // Nobody may make methods there before tokens are copied.
    await until('the method is made', () =>
      bench.consul.put('acl/auth-method', { Name: AuthMethod, Type: 'jwt', TokenLocality: 'local', Config }).catch(() => undefined)); // prettier-ignore
    const rules = [
      { BindType: 'service', BindName: '${value.nomad_service}', Selector: '"nomad_service" in value' },
      { BindType: 'role', BindName: 'nomad-${value.nomad_namespace}-tasks', Selector: '"nomad_service" not in value' },
    ];
    for (const one of rules) await bench.consul.put('acl/binding-rule', { AuthMethod, ...one });
    await registered({ service: 'service {\n name = "web"\n port = "http"\n}', task: `consul {}\n${template('{{ key "app/greeting" }}')}` }, 'web')(bench); // prettier-ignore
    expect(lines(await audited()), 'before any fault').toBe('');
  });
  afterAll(async () => {
    await nomad?.stop();
    await Promise.all([primary?.stop(), secondary?.stop(), vault?.stop()]);
  });

  it.each(faults)('$name: $rule is said first', async ({ inject, rule }) => {
    const heal = await inject(bench);
    await copied();
    try {
      expectFirst(await audited(), rule);
    } finally {
      await heal();
    }
    await copied();
    expect(lines(await audited()), 'after healing').toBe('');
  });

  it('the token that copies may not read ACLs any more: consul/replication-failing is said first', async () => {
    const consul = requests('consul', primary);
    const { ID } = (await consul.get('acl/policy/name/replication')) as Body;
    await edited(consul, `acl/policy/${String(ID)}`, (policy) => ({ ...policy, Rules: '' }));
    await added('acl/policy', { Name: 'later', Rules: '' })({ ...bench, consul });
    await until('copying fails', async () => {
      const said = (await ask(`${secondary.address}/v1/acl/replication`, headers)) as Body;
      const [success, error] = ['LastSuccess', 'LastError'].map((name) => Date.parse(String(said[name])));
      return (error ?? 0) > (success ?? 0) ? true : undefined;
    });
    expectFirst(await audited(), 'consul/replication-failing');
  });
});
