import type { Server } from '../../servers/index.ts';
import { listen } from '../../support/listen.ts';

/** A server that answers as much as a Nomad agent needs to see, and keeps the JWTs it is shown. */
export interface StandIn {
  /** To start Nomad with. */
  readonly server: Server;
  readonly jwts: Set<string>;
  stop(): Promise<void>;
}

type Answer = (path: string, body: string, jwts: Set<string>) => unknown;

export const standInConsul = (): Promise<StandIn> =>
  standIn((path, body, jwts) => {
    if (path === '/v1/acl/login') jwts.add((JSON.parse(body) as { BearerToken: string }).BearerToken);
    if (path === '/v1/agent/self')
      return {
        Config: { Version: '1.22.2', Datacenter: 'dc1', Server: true, NodeName: 'n', Revision: 'r' },
        DebugConfig: { GRPCPort: 8502, GRPCTLSPort: 8503, ConnectEnabled: true, NodeID: 'i' },
        Member: { Tags: {} },
        Stats: { agent: {} },
        xDS: { SupportedProxies: { envoy: ['1.35.0'] }, Ports: { Plaintext: 8502, TLS: 8503 } },
      };
    if (path.startsWith('/v1/acl/')) return { AccessorID: 'a', SecretID: 's', CreateTime: new Date(0).toISOString() };
    if (path === '/v1/config') return true;
    return path.startsWith('/v1/catalog/') ? [] : {};
  });

export const standInVault = (): Promise<StandIn> =>
  standIn((path) => {
    if (path === '/v1/sys/seal-status' || path === '/v1/sys/health')
      return {
        type: 'shamir',
        initialized: true,
        sealed: false,
        standby: false,
        version: '1.21.0',
        cluster_id: 'c',
        cluster_name: 'c',
      };
    return { auth: { client_token: 's', accessor: 'a', policies: [], lease_duration: 3600, renewable: true } };
  });

async function standIn(answer: Answer): Promise<StandIn> {
  const jwts = new Set<string>();
  const { address, stop } = await listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [path = ''] = (request.url ?? '').split('?');
      response.setHeader('Content-Type', 'application/json');
      response.setHeader('X-Consul-Index', '1');
      response.end(JSON.stringify(answer(path, Buffer.concat(chunks).toString(), jwts)));
    });
  });
  return { server: { address, token: '', environment: {}, binary: '', log: '', folder: '', stop }, jwts, stop };
}
