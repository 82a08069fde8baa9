import type { Secret } from '../support/secret.ts';
import { startConsul, type ConsulOptions } from './consul/server.ts';
import { startNomad, type EmbeddedNomad, type NomadOptions } from './nomad/server.ts';
import type { Listener } from './server.ts';
import { startVault, type VaultOptions } from './vault/server.ts';

export interface LabOptions {
  readonly consul?: ConsulOptions;
  readonly vault?: VaultOptions;
  readonly nomad?: NomadOptions;
}

export interface Lab {
  readonly consul: { readonly address: string; readonly managementToken: Secret };
  readonly vault: { readonly address: string; readonly rootToken: Secret };
  readonly nomad: Pick<EmbeddedNomad, 'address' | 'state'>;
  /** What the products' own CLIs and `wid` read. It holds tokens in plain text: for a child process, not for output. */
  environment(): Record<string, string>;
  stop(): Promise<void>;
}

const hour = 3_600_000_000_000;

/** Starts the embedded servers on free loopback ports, each with a fresh state and random tokens. Nomad is set up for the other two. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const started: Listener[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((listener) => listener.stop()));
  };
  const keep = <L extends Listener>(listener: L): L => {
    started.push(listener);
    return listener;
  };
  try {
    const consul = keep(await startConsul(options.consul));
    const vault = keep(await startVault(options.vault));
    const integration = {
      consulAddress: consul.address,
      vaultAddress: vault.address,
      serviceIdentity: { Audience: ['consul.io'], TTL: hour },
      taskIdentity: { Audience: ['consul.io'], TTL: hour },
      vaultIdentity: { Audience: ['vault.io'], TTL: hour },
    };
    const nomad = keep(await startNomad({ integration, ...options.nomad }));
    const environment = (): Record<string, string> => ({
      CONSUL_HTTP_ADDR: consul.address,
      CONSUL_HTTP_TOKEN: consul.managementToken.reveal(),
      VAULT_ADDR: vault.address,
      VAULT_TOKEN: vault.rootToken.reveal(),
      NOMAD_ADDR: nomad.address,
    });
    return { consul, vault, nomad, environment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
