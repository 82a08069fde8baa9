import { randomUUID } from 'node:crypto';
import { ask, launch, writeConfig } from './launch.ts';
import type { Server } from './launch.ts';

export interface ConsulOptions {
  /** `false` switches ACLs off altogether. */
  readonly acl?: boolean;
  /** Further members of the agent's configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A Consul agent in development mode; with ACLs, unless they are not wanted, and then everything denied by default. */
export function startConsul({ acl = true, config = {} }: ConsulOptions = {}): Promise<Server> {
  return launch({
    product: 'consul',
    ports: 3,
    prepare: (folder, [http = 0, serf = 0, rpc = 0]) => {
      const token = randomUUID();
      const address = `http://127.0.0.1:${String(http)}`;
      const file = writeConfig(folder, {
        ports: { http, server: rpc, serf_lan: serf, serf_wan: -1, dns: -1, grpc: -1, grpc_tls: -1 },
        acl: acl
          ? { enabled: true, default_policy: 'deny', tokens: { initial_management: token, agent: token } }
          : { enabled: false },
        log_level: 'INFO',
        // A test may be hundreds of clients at one address.
        limits: { http_max_conns_per_client: 10_000 },
        ...config,
      });
      return {
        args: ['agent', '-dev', '-bind', '127.0.0.1', '-client', '127.0.0.1', '-config-file', file],
        address,
        environment: (): Record<string, string> => ({
          CONSUL_HTTP_ADDR: address,
          ...(acl ? { CONSUL_HTTP_TOKEN: token } : {}),
        }),
        ready: async () => {
          const headers: Record<string, string> = acl ? { 'X-Consul-Token': token } : {};
          if (acl) await ask(`${address}/v1/acl/token/self`, headers);
          const nodes = await ask(`${address}/v1/catalog/nodes`, headers);
          return Array.isArray(nodes) && nodes.length > 0 ? token : undefined;
        },
      };
    },
  });
}
