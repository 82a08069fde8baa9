import { z } from 'zod';
import type { Api, Call, Path } from '../../clients/api.ts';

/** A namespace as requests and identities name it; empty for the one that the client speaks to. */
export interface Scope {
  readonly namespace?: string;
}

const keys = z.looseObject({ data: z.looseObject({ keys: z.array(z.string()) }) });

/** What Vault's lists of names answer; nothing there and no such mount are both an empty list. */
export async function namesIn(vault: Api, path: Path, scope: Call): Promise<readonly string[]> {
  return (await vault.list(path, keys, scope))?.data.keys ?? [];
}

/**
 * The namespace that the client speaks to and every one below it, as requests name them.
 * The community edition answers that it has none.
 */
export async function everyNamespace(vault: Api, below: Scope = {}): Promise<readonly Scope[]> {
  const names = await namesIn(vault, ['sys', 'namespaces'], below);
  const deeper = names.map((name) => {
    const inner = below.namespace === undefined ? withoutSlash(name) : `${below.namespace}/${withoutSlash(name)}`;
    return everyNamespace(vault, { namespace: inner });
  });
  return [below, ...(await Promise.all(deeper)).flat()];
}

/** Vault ends paths of mounts and namespaces in a slash; people write them without. */
export function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}
