import type { Clients } from '../../clients/api.ts';
import type { ManifestOptions } from '../../spec/resource.ts';
import type { Clock } from '../../support/clock.ts';
import type { ManifestStore } from './store.ts';

/** The store that a spec's `manifest` names. Only that one is loaded. */
export async function openStore(
  options: ManifestOptions,
  spec: string,
  clients: Clients,
  clock: Clock,
): Promise<ManifestStore> {
  switch (options.store) {
    case 'consul':
      return (await import('./consul-store.ts')).consulStore(options.path, spec, clients.consul);
    case 'vault':
      return (await import('./vault-store.ts')).vaultStore(options, spec, clients.vault, clock);
    case 'file':
      return (await import('./file-store.ts')).fileStore(options.path, spec);
  }
}
