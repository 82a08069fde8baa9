import { createConsulApi } from '../../../src/clients/consul.ts';
import { createVaultApi } from '../../../src/clients/vault.ts';
import type { Reach } from '../../../src/kinds/kind.ts';
import { Secret } from '../../../src/support/secret.ts';
import { startConsul, startVault, type Server } from '../../servers/index.ts';
import { startIssuer, surroundingsAt } from './surroundings.ts';
import type { Surroundings } from './sample.ts';

/** A request by hand, past wid's own clients. Gives the parsed answer; throws with the server's text on an error. */
export type ByHand = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<Record<string, unknown> & readonly unknown[]>;

export interface RealServers {
  readonly reach: Reach;
  readonly surroundings: Surroundings;
  readonly byHand: Readonly<Record<'consul' | 'vault', ByHand>>;
  readonly servers: Readonly<Record<'consul' | 'vault', Server>>;
  stop(): Promise<void>;
}

export async function startServers(): Promise<RealServers> {
  const [consul, vault, issuer] = await Promise.all([startConsul(), startVault(), startIssuer()]);
  const settings = ({ address, token }: Server): { address: string; token: Secret } => ({
    address,
    token: new Secret(token),
  });
  const clients = { consul: createConsulApi(settings(consul)), vault: createVaultApi(settings(vault)) };
  return {
    reach: { clients: clients as Reach['clients'], accessors: new Map(), secret: () => 'a-secret-of-this-test' },
    surroundings: surroundingsAt(issuer.address),
    byHand: { consul: askingBy(consul, 'X-Consul-Token'), vault: askingBy(vault, 'X-Vault-Token') },
    servers: { consul, vault },
    stop: async () => {
      await Promise.all([consul.stop(), vault.stop(), issuer.stop()]);
    },
  };
}

function askingBy({ address, token }: Server, header: string): ByHand {
  return async (method, path, body) => {
    const answer = await fetch(`${address}/v1/${path}`, {
      method,
      headers: { [header]: token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${text}`);
    return (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {}) as Awaited<ReturnType<ByHand>>;
  };
}
