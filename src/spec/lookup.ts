import { sameName } from '../kinds/scope.ts';
import type { Identity, KindId } from '../kinds/kind.ts';
import { addressesOf } from './addresses.ts';
import type { Draft } from './draft.ts';
import type { Existing } from './resource.ts';

type Scope = Pick<Identity, 'namespace' | 'partition'>;

/** Finds what one object refers to among all that the spec asks for. */
export interface Lookup {
  /** Objects of a kind by name, whatever its case, within a scope; `parent` for what lies in a mount. */
  find(kind: KindId, name: string, scope: Scope, parent?: string): Draft | undefined;
  all(kind: KindId): readonly Draft[];
  byAddress(address: string): Draft | undefined;
  addresses(): readonly string[];
  /** Whether the spec says that others manage it. */
  existing(kind: KindId, name: string): boolean;
  existingNames(kind: KindId): readonly string[];
}

export function lookupIn(drafts: readonly Draft[], existing: readonly Existing[]): Lookup {
  const byKind = grouped(drafts, ({ kind }) => kind);
  const byAddress = new Map([...addressesOf(drafts)].map(([draft, address]) => [address, draft]));
  const byName = grouped(drafts, ({ kind, identity }) => `${kind} ${identity.name.toLowerCase()}`);
  return {
    find: (kind, name, scope, parent) =>
      byName
        .get(`${kind} ${name.toLowerCase()}`)
        ?.find(
          ({ identity }) =>
            identity.namespace === scope.namespace &&
            identity.partition === scope.partition &&
            (parent === undefined || identity.parent === parent),
        ),
    all: (kind) => byKind.get(kind) ?? [],
    byAddress: (address) => byAddress.get(address),
    addresses: () => [...byAddress.keys()],
    existing: (kind, name) => existing.some((one) => one.kind === kind && sameName(one.name, name)),
    existingNames: (kind) => existing.filter((one) => one.kind === kind).map(({ name }) => name),
  };
}

function grouped<K>(drafts: readonly Draft[], keyOf: (draft: Draft) => K): ReadonlyMap<K, readonly Draft[]> {
  const groups = new Map<K, Draft[]>();
  for (const draft of drafts) {
    const key = keyOf(draft);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [draft]);
    else group.push(draft);
  }
  return groups;
}
