import type { LiveObjects } from '../collect/live.ts';
import { kinds } from '../kinds/index.ts';
import type { Intent } from './intent.ts';
import type { Entry, Manifest } from './manifest/manifest.ts';
import { pairKind } from './pair.ts';

/**
 * The manifest with every claim to an object without a name under the address that the spec gives it now. Such an
 * address is made from what the object says (`role/<bind name>`, `#2` for a second one), so an edit of the spec, or of a
 * rule before it, gives the same object another address. It stays ours all the same.
 */
export function readdress(manifest: Manifest, intents: readonly Intent[], live: LiveObjects): Manifest {
  const moved = new Map<Entry, string>();
  for (const kind of new Set(intents.map((intent) => intent.kind))) {
    if (kinds[kind].pair === undefined) continue;
    const byId = new Map(manifest.entries.filter((entry) => entry.kind === kind).map((entry) => [entry.id, entry]));
    const wanted = intents.filter((intent) => intent.kind === kind);
    for (const [{ address }, { id }] of pairKind(kind, wanted, manifest, live)) {
      const entry = byId.get(id);
      if (entry !== undefined) moved.set(entry, address);
    }
  }
  if ([...moved].every(([entry, address]) => entry.address === address)) return manifest;

  const given = new Set(moved.values());
  const stay = manifest.entries.filter((entry) => !moved.has(entry) && !given.has(entry.address));
  const taken = new Set([...intents, ...stay].map(({ address }) => address));
  const entries = manifest.entries.map((entry): Entry => {
    const address = moved.get(entry);
    if (address !== undefined) return { ...entry, address };
    if (!given.has(entry.address)) return entry;
    const free = freeAddress(entry.address, taken);
    taken.add(free);
    return { ...entry, address: free };
  });
  return { ...manifest, entries };
}

/** Another object has the address now; this one is told from it by a number of its own. */
function freeAddress(address: string, taken: ReadonlySet<string>): string {
  const plain = address.replace(/#\d+$/, '');
  for (let number = 2; ; number++) {
    const free = `${plain}#${String(number)}`;
    if (!taken.has(free)) return free;
  }
}
