import { afterAll, beforeAll, expect, it } from 'vitest';
import { wid } from '../../commands/child.ts';
import { describeWithServers, startConsul, startVault, type Server } from '../../servers/index.ts';
import { ask, launch, writeConfig } from '../../servers/launch.ts';
import { inFolder } from '../../support/folder.ts';
import { presetSpec } from '../cluster.ts';
import { until } from '../poll.ts';
import { auditorOf, expectFirst, lines } from './audited.ts';
import { benchOf, type Body } from './fault.ts';
import { registered } from './job-faults.ts';

const usesBoth = registered(
  { service: 'service {\n name = "web"\n port = "http"\n}', task: 'consul {}\nvault {}' },
  'web',
);

/** Where an agent of Nomad is asked, and where its peers reach it. */
interface Ports {
  readonly http: number;
  readonly rpc: number;
  readonly serf: number;
}

/** A server or a client of Nomad on its own: in development mode an agent is always both. */
async function startAgent(config: Body, ready: (address: string) => Promise<boolean>): Promise<Server & Ports> {
  let ports: Ports = { http: 0, rpc: 0, serf: 0 };
  const agent = await launch({
    product: 'nomad',
    ports: 3,
    prepare: (folder, [http = 0, rpc = 0, serf = 0]) => {
      ports = { http, rpc, serf };
      const address = `http://127.0.0.1:${String(http)}`;
      const advertise = { http: `127.0.0.1:${String(http)}`, rpc: `127.0.0.1:${String(rpc)}`, serf: `127.0.0.1:${String(serf)}` }; // prettier-ignore
      const file = writeConfig(folder, {
        bind_addr: '127.0.0.1',
        data_dir: `${folder}/data`,
        ports,
        advertise,
        ...config,
      });
      return {
        args: ['agent', '-config', file],
        address,
        environment: () => ({ NOMAD_ADDR: address }),
        ready: async () => ((await ready(address)) ? '' : undefined),
      };
    },
  });
  return { ...agent, ...ports };
}

describeWithServers(['consul', 'vault', 'nomad'], 'a server and a client of Nomad that are apart', () => {
  let consul: Server;
  let vault: Server;
  const agents: Server[] = [];

  const blocks = (withIdentities: boolean): Body => {
    const identity = (audience: string): Body => ({ aud: [audience], ttl: '1h' });
    return {
      consul: {
        address: consul.address.replace('http://', ''),
        token: consul.token,
        ...(withIdentities && { service_identity: identity('consul.io'), task_identity: identity('consul.io') }),
      },
      vault: {
        enabled: true,
        address: vault.address,
        ...(withIdentities && { default_identity: identity('vault.io') }),
      },
    };
  };
  const environment = (nomad: Server): Record<string, string> => ({
    ...consul.environment,
    ...vault.environment,
    ...nomad.environment,
  });
  /** A client that has found what is meant to be there. */
  const startClient = (server: Server & Ports, name: string, own: Body, finds = ['consul', 'vault']): Promise<Server> =>
    startAgent(
      {
        name,
        client: {
          enabled: true,
          servers: [`127.0.0.1:${String(server.rpc)}`],
          cpu_total_compute: 1000,
          options: { 'fingerprint.denylist': 'env_aws,env_gce,env_azure,env_digitalocean' },
        },
        ...own,
      },
      async () => {
        const nodes = (await ask(`${server.address}/v1/nodes`)) as { ID: string; Name: string; Status: string }[];
        const node = nodes.find(({ Name }) => Name === name);
        if (node?.Status !== 'ready') return false;
        const { Attributes } = (await ask(`${server.address}/v1/node/${node.ID}`)) as { Attributes: Body };
        return finds.every((product) => Attributes[`${product}.version`] !== undefined);
      },
    );
  const start = async (identitiesOn: 'server' | 'client'): Promise<Server & Ports> => {
    const server = await startAgent(
      { name: 'server', server: { enabled: true, bootstrap_expect: 1 }, ...blocks(identitiesOn === 'server') },
      async (address) => ((await ask(`${address}/v1/status/leader`)) as string) !== '',
    );
    agents.push(server);
    const client = await startClient(server, 'client', blocks(identitiesOn === 'client'));
    agents.push(client);
    return server;
  };
  const stop = async (): Promise<void> => {
    for (const agent of agents.splice(0).toReversed()) await agent.stop();
  };
  const bench = (nomad: Server): ReturnType<typeof benchOf> =>
    benchOf({ consul, vault, nomad, environment: environment(nomad), jwksUrl: '', stop });

  /** Consul and Vault keep what was made for them, and Nomad is another one each time. */
  const keysFrom = async (nomad: Server): Promise<void> => {
    const jwks = `${nomad.address}/.well-known/jwks.json`;
    const method = (await bench(nomad).consul.get('acl/auth-method/nomad-workloads')) as Body;
    await bench(nomad).consul.put('acl/auth-method/nomad-workloads', { ...method, Config: { ...(method['Config'] as Body), JWKSURL: jwks } }); // prettier-ignore
    const config = (await bench(nomad).vault.get('auth/jwt-nomad/config')) as { data: Body };
    await bench(nomad).vault.put('auth/jwt-nomad/config', { ...config.data, jwks_url: jwks });
  };

  beforeAll(async () => {
    [consul, vault] = await Promise.all([startConsul(), startVault()]);
  });
  afterAll(async () => {
    await stop();
    await Promise.all([consul?.stop(), vault?.stop()]);
  });

  it('are healthy when the server gives identities, and the client none', async () => {
    const nomad = await start('server');
    await inFolder({ 'wid.yaml': presetSpec(`${nomad.address}/.well-known/jwks.json`) }, async (cwd) => {
      expect(await wid(['apply', '-y'], { cwd, env: environment(nomad) })).toMatchObject({ code: 0 });
    });
    await usesBoth(bench(nomad));
    expect(lines(await auditorOf(environment(nomad))())).toBe('');
    await stop();
  });

  it('are not when only the client has the blocks: that the server lacks them is said first', async () => {
    const nomad = await start('client');
    await keysFrom(nomad);
    await usesBoth(bench(nomad)).catch(() => undefined);
    const said = await auditorOf(environment(nomad))();
    const roots = said.filter(({ causedBy }) => causedBy === undefined).map(({ rule }) => rule);
    expect(roots, lines(said)).toEqual([
      'agent/service-identity-missing',
      'agent/task-identity-missing',
      'agent/default-identity-missing',
    ]);
    expect(said[0]?.message).toContain('that of client client has one, where it does nothing');
    await stop();
  });

  it('are not when a second client differs: what it has is said first', async () => {
    const nomad = await start('server');
    await keysFrom(nomad);
    await usesBoth(bench(nomad));
    const { consul: ofConsul, vault: ofVault } = blocks(false) as { consul: Body; vault: Body };
    const other = await startVault();
    for (const [rule, own, finds] of [
      [undefined, {}, undefined],
      ['consul/auth-method-missing', { consul: { ...ofConsul, task_auth_method: 'nomad-tasks' } }, undefined],
      ['agent/clients-differ', { vault: { ...ofVault, jwt_auth_backend_path: 'jwt' } }, undefined],
      ['agent/clients-differ', { vault: { ...ofVault, create_from_role: 'nomad-cluster' } }, undefined],
      ['agent/clients-differ', { vault: { ...ofVault, address: other.address } }, undefined],
      ['agent/nobody-found', { consul: { ...ofConsul, address: '127.0.0.1:1' } }, ['vault']],
      ['agent/vault-not-enabled', { vault: { ...ofVault, enabled: false } }, ['consul']],
    ] as const) {
      const second = await startClient(
        nomad,
        'second',
        { consul: ofConsul, vault: ofVault, ...own },
        finds && [...finds],
      );
      const said = await auditorOf(environment(nomad))();
      expectFirst(said, rule);
      if (rule !== undefined) expect(said[0]?.message).toContain('second');
      await second.stop();
      const nodes = (await bench(nomad).nomad.get('nodes')) as Body[];
      const gone = nodes.find(({ Name }) => Name === 'second');
      await bench(nomad).nomad.put(`node/${String(gone?.['ID'])}/purge`, {});
    }
    await other.stop();
    await stop();
  });

  it.each([
    ['nothing is said when a second server is like the first', true, {}, []],
    ['that they differ is said first when a second server gives no identities', false, {}, ['agent/servers-differ']],
    [
      'that they differ is said first when a second server has another issuer',
      true,
      { oidc_issuer: 'https://nomad.example.com' },
      ['agent/servers-differ'],
    ],
  ])('%s', async (_, withIdentities, more, expected) => {
    const nomad = await start('server');
    await keysFrom(nomad);
    const second = await startAgent(
      {
        name: 'second',
        server: { enabled: true, server_join: { retry_join: [`127.0.0.1:${String(nomad.serf)}`] }, ...more },
        ...blocks(withIdentities),
      },
      async (address) => ((await ask(`${address}/v1/status/leader`)) as string) !== '',
    );
    agents.push(second);
    const registeredAs = async (): Promise<number> =>
      ((await bench(nomad).consul.get('catalog/service/nomad?tag=http')) as Body[]).length;
    await until('both are known in Consul', async () => ((await registeredAs()) >= 2 ? true : undefined));
    await usesBoth(bench(nomad));
    const said = await auditorOf(environment(nomad))();
    const roots = said.filter(({ causedBy }) => causedBy === undefined).map(({ rule }) => rule);
    expect([...new Set(roots)], lines(said)).toEqual(expected);
    await stop();
  });
});
