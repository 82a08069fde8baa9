import { startConsul, startNomad, startVault } from '../servers/index.ts';
import type { Server } from '../servers/index.ts';

export interface Cluster {
  readonly consul: Server;
  readonly vault: Server;
  readonly nomad: Server;
  /** What wid and the products' own commands need to reach all three. */
  readonly environment: Readonly<Record<string, string>>;
  readonly jwksUrl: string;
  stop(): Promise<void>;
}

/** A Consul, a Vault, and a Nomad whose workloads log in to both. Nothing is provisioned. */
export async function startCluster(): Promise<Cluster> {
  const [consul, vault] = await Promise.all([startConsul(), startVault()]);
  const nomad = await startNomad({ consul, vault });
  return {
    consul,
    vault,
    nomad,
    environment: { ...consul.environment, ...vault.environment, ...nomad.environment },
    jwksUrl: `${nomad.address}/.well-known/jwks.json`,
    stop: async () => {
      await nomad.stop();
      await Promise.all([consul.stop(), vault.stop()]);
    },
  };
}

/** The spec that the README begins with: both presets, keys from the given JWKS. */
export function presetSpec(jwksUrl: string, name = 'e2e'): string {
  return `version: 1
name: ${name}
issuers:
  nomad: { jwks_url: "${jwksUrl}" }
presets:
  - { preset: nomad-consul, issuer: nomad }
  - { preset: nomad-vault, issuer: nomad }
`;
}
