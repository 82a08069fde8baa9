import type { Secret } from '../support/secret.ts';
import { startConsul, type ConsulOptions } from './consul/server.ts';
import { startVault, type VaultOptions } from './vault/server.ts';

export interface LabOptions {
  readonly consul?: ConsulOptions;
  readonly vault?: VaultOptions;
}

export interface Lab {
  readonly consul: { readonly address: string; readonly managementToken: Secret };
  readonly vault: { readonly address: string; readonly rootToken: Secret };
  /** What the products' own CLIs and `wid` read. It holds tokens in plain text: for a child process, not for output. */
  environment(): Record<string, string>;
  stop(): Promise<void>;
}

/** Starts the embedded servers on free loopback ports, each with a fresh state and random tokens. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const consul = await startConsul(options.consul);
  const vault = await startVault(options.vault);
  return {
    consul,
    vault,
    environment: () => ({
      CONSUL_HTTP_ADDR: consul.address,
      CONSUL_HTTP_TOKEN: consul.managementToken.reveal(),
      VAULT_ADDR: vault.address,
      VAULT_TOKEN: vault.rootToken.reveal(),
    }),
    stop: async () => {
      await Promise.all([consul.stop(), vault.stop()]);
    },
  };
}
