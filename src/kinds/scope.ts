import type { Call } from '../clients/api.ts';
import type { Identity } from './kind.ts';

/** The namespace and partition of a request; empty on community editions, where no object has one. */
export function scopeOf({ namespace, partition }: Pick<Identity, 'namespace' | 'partition'>): Call {
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(partition === undefined ? {} : { partition }),
  };
}

/** Those that share a namespace and partition together, so that one list answers for all of them. */
export function byScope<W extends { readonly identity: Identity }>(
  all: readonly W[],
): readonly { scope: Call; members: readonly W[] }[] {
  const groups = new Map<string, { scope: Call; members: W[] }>();
  for (const one of all) {
    const scope = scopeOf(one.identity);
    const key = JSON.stringify(scope);
    const group = groups.get(key) ?? { scope, members: [] };
    groups.set(key, group);
    group.members.push(one);
  }
  return [...groups.values()];
}

/** Consul finds objects by name whatever the case, and Vault lower-cases names. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function present<T>(all: readonly (T | undefined)[]): readonly T[] {
  return all.filter((one) => one !== undefined);
}
