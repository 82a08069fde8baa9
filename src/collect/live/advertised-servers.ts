import { z } from 'zod';
import type { Api } from '../../clients/api.ts';

const instance = z.looseObject({ Address: z.string(), ServiceAddress: z.string(), ServicePort: z.number() });

/**
 * Where servers of Nomad have their HTTP API by what they registered in Consul, which they do unless told otherwise. What
 * Nomad itself says of its servers is where they talk with each other.
 * @param hosts those that Nomad has named: whoever else registered something under that name is sent no token
 * @returns `10.0.0.1:4646`; nothing when Consul cannot be asked
 */
export async function advertisedServers(consul: Api, hosts: ReadonlySet<string>): Promise<readonly string[]> {
  const query = { tag: 'http' };
  const all = await consul.get(['catalog', 'service', 'nomad'], z.array(instance), { query }).catch(() => []);
  return [
    ...new Set(
      (all ?? []).flatMap(({ Address, ServiceAddress, ServicePort }) => {
        const host = ServiceAddress || Address;
        return hosts.has(host) ? [`${host.includes(':') ? `[${host}]` : host}:${String(ServicePort)}`] : [];
      }),
    ),
  ];
}
