import { ask, launch, writeConfig } from './launch.ts';
import type { Server } from './launch.ts';

export interface NomadOptions {
  /** Servers that its workloads log in to with their identities. */
  readonly consul?: Server;
  readonly vault?: Server;
  /** Switches ACLs on; the token is then the bootstrap token, otherwise it is empty. */
  readonly acl?: boolean;
  /** Further members of the agent's configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
}

const identity = (audience: string): unknown => ({ aud: [audience], ttl: '1h' });

/** A Nomad server and client in one, in development mode, with raw_exec; ready when a job could be placed. */
export function startNomad({ consul, vault, acl = false, config = {} }: NomadOptions = {}): Promise<Server> {
  return launch({
    product: 'nomad',
    ports: 3,
    prepare: (folder, [http = 0, rpc = 0, serf = 0]) => {
      const address = `http://127.0.0.1:${String(http)}`;
      const file = writeConfig(folder, {
        bind_addr: '127.0.0.1',
        ports: { http, rpc, serf },
        log_level: 'INFO',
        acl: { enabled: acl },
        // A test may be hundreds of clients at one address.
        limits: { http_max_conns_per_client: 0 },
        plugin: [{ raw_exec: [{ config: [{ enabled: true }] }] }],
        client: {
          cpu_total_compute: 4000,
          // Cloud metadata services are looked for otherwise, and the agent can fail to start without them.
          options: { 'fingerprint.denylist': 'env_aws,env_gce,env_azure,env_digitalocean' },
        },
        consul: consul && {
          address: consul.address.replace('http://', ''),
          token: consul.token,
          service_identity: identity('consul.io'),
          task_identity: identity('consul.io'),
        },
        vault: vault && { enabled: true, address: vault.address, default_identity: identity('vault.io') },
        ...config,
      });
      let token = '';
      return {
        args: ['agent', '-dev', '-config', file],
        address,
        environment: (): Record<string, string> => ({
          NOMAD_ADDR: address,
          ...(token === '' ? {} : { NOMAD_TOKEN: token }),
        }),
        ready: async () => {
          if (acl && token === '') token = await bootstrap(address);
          const headers: Record<string, string> = token === '' ? {} : { 'X-Nomad-Token': token };
          await ask(`${address}/.well-known/jwks.json`);
          const [node] = (await ask(`${address}/v1/nodes`, headers)) as { ID: string; Status: string }[];
          if (node?.Status !== 'ready') return undefined;
          const { Attributes: seen } = (await ask(`${address}/v1/node/${node.ID}`, headers)) as {
            Attributes: Record<string, string>;
          };
          const wanted = [
            'driver.raw_exec',
            ...(consul ? ['consul.version'] : []),
            ...(vault ? ['vault.version'] : []),
          ];
          return wanted.every((name) => seen[name] !== undefined) ? token : undefined;
        },
      };
    },
  });
}

async function bootstrap(address: string): Promise<string> {
  const { SecretID } = (await ask(`${address}/v1/acl/bootstrap`, {}, 'POST')) as { SecretID: string };
  return SecretID;
}
