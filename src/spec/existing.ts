import type { KindId } from '../kinds/kind.ts';
import type { LoadedFile } from './load.ts';
import type { Existing } from './resource.ts';

/** What the files say that others manage. */
export function existingOf(files: readonly LoadedFile[]): readonly Existing[] {
  const all = files.flatMap(({ data: { consul, vault } }) => [
    ...listed('consul/partition', consul?.existing?.partitions),
    ...listed('consul/namespace', consul?.existing?.namespaces),
    ...listed('consul/policy', consul?.existing?.policies),
    ...listed('consul/role', consul?.existing?.roles),
    ...listed('consul/auth-method', consul?.existing?.auth_methods),
    ...listed('vault/namespace', vault?.existing?.namespaces),
    ...listed(
      'vault/auth-mount',
      vault?.existing?.auth_mounts?.map((path) => path.replaceAll(/^\/+|\/+$/g, '')),
    ),
    ...listed(
      'vault/policy',
      vault?.existing?.policies?.map((name) => name.toLowerCase()),
    ),
  ]);
  return [...new Map(all.map((one) => [`${one.kind} ${one.name}`, one])).values()];
}

function listed(kind: KindId, names: readonly string[] = []): readonly Existing[] {
  return names.map((name) => ({ kind, name }));
}
