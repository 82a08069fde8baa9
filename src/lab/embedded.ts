import type { Secret } from '../support/secret.ts';
import { startConsul, type ConsulOptions } from './consul/server.ts';

export interface LabOptions {
  readonly consul?: ConsulOptions;
}

export interface Lab {
  readonly consul: { readonly address: string; readonly managementToken: Secret };
  /** What the products' own CLIs and `wid` read; holds tokens. */
  environment(): Record<string, string>;
  stop(): Promise<void>;
}
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const consul = await startConsul(options.consul);
  return {
    consul,
    environment: () => ({ CONSUL_HTTP_ADDR: consul.address, CONSUL_HTTP_TOKEN: consul.managementToken.reveal() }),
    stop: () => consul.stop(),
  };
}
