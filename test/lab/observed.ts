import { readFileSync } from 'node:fs';
import type { Product } from '../../src/clients/api.ts';
import type { Answered, Asked } from './exchange.ts';
import { logins as consulLogins } from './requests/consul-logins.ts';
import { requests as consul } from './requests/consul.ts';
import { requests as nomad } from './requests/nomad.ts';
import { logins as vaultLogins } from './requests/vault-logins.ts';
import { requests as vault } from './requests/vault.ts';

export const products: readonly Product[] = ['consul', 'vault', 'nomad'];

export const requestsOf: Readonly<Record<Product, readonly Asked[]>> = {
  consul: [...consul, ...consulLogins],
  nomad,
  vault: [...vault, ...vaultLogins],
};

export const tokenHeader: Readonly<Record<Product, string>> = {
  consul: 'X-Consul-Token',
  vault: 'X-Vault-Token',
  nomad: 'X-Nomad-Token',
};

/** What the real server answered to the requests, in their order. `WID_OBSERVE=1` with the real servers writes it anew. */
export function observedFile(product: Product): URL {
  return new URL(`observed/${product}.json`, import.meta.url);
}

export function observed(product: Product): readonly Answered[] {
  return JSON.parse(readFileSync(observedFile(product), 'utf8')) as readonly Answered[];
}
