import { startConsul, startVault, type Server } from '../servers/index.ts';
import { startIssuer, type Issuer } from './jwks.ts';

/** What a spec without workloads needs: a Consul, a Vault, and an issuer whose keys both accept. */
export interface Pair {
  readonly consul: Server;
  readonly vault: Server;
  readonly issuer: Issuer;
  /** What wid needs to reach both. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<unknown>;
}

export async function startPair(): Promise<Pair> {
  const [consul, vault, issuer] = await Promise.all([startConsul(), startVault(), startIssuer()]);
  return {
    consul,
    vault,
    issuer,
    environment: { ...consul.environment, ...vault.environment },
    stop: () => Promise.all([consul.stop(), vault.stop(), issuer.stop()]),
  };
}
