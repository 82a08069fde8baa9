import type { LiveObjects } from '../collect/live.ts';
import { kinds } from '../kinds/index.ts';
import { addressOf, type KindId, type Live, type Remembered } from '../kinds/kind.ts';
import type { Intent } from './intent.ts';
import type { Entry, Manifest } from './manifest/manifest.ts';

/** What is wanted, claimed and live of one object; at least one of wanted and claimed is there. */
export interface Paired {
  readonly address: string;
  readonly kind: KindId;
  readonly intent: Intent | undefined;
  readonly entry: Entry | undefined;
  readonly live: Live | undefined;
}

/**
 * Brings together what the spec wants, what the manifest claims and what is live.
 * Named objects meet by address; kinds without names decide by meaning, with the manifest's ids as memory.
 * Wanted objects come first, in the spec's order; then the claimed ones that the spec no longer wants.
 */
export function pairUp(intents: readonly Intent[], manifest: Manifest, live: LiveObjects): readonly Paired[] {
  const entries = new Map(manifest.entries.map((entry) => [entry.address, entry]));
  const taken = new Set<Live>();
  const found = new Map<string, Live>();

  for (const kind of new Set(intents.map((intent) => intent.kind))) {
    const wanted = intents.filter((intent) => intent.kind === kind);
    for (const [{ address }, object] of pairKind(kind, wanted, manifest, live)) {
      found.set(address, object);
      taken.add(object);
    }
  }

  const wantedPairs = intents.map((intent): Paired => {
    const { address, kind } = intent;
    return { address, kind, intent, entry: entries.get(address), live: found.get(address) };
  });
  const wantedAddresses = new Set(intents.map(({ address }) => address));
  const leftPairs = manifest.entries
    .filter(({ address }) => !wantedAddresses.has(address))
    .map((entry): Paired => {
      const object = claimed(entry, live, taken);
      if (object !== undefined) taken.add(object);
      return { address: entry.address, kind: entry.kind, intent: undefined, entry, live: object };
    });
  return [...wantedPairs, ...leftPairs];
}

/** Which live object of a kind each wanted one means. What is ours is looked at before what is not. */
export function pairKind(
  kind: KindId,
  intents: readonly Intent[],
  manifest: Manifest,
  { byKind, accessors }: LiveObjects,
): Iterable<readonly [Pick<Remembered, 'address'>, Live]> {
  const live = byKind.get(kind) ?? [];
  const { pair, resolve } = kinds[kind];
  if (pair !== undefined) {
    const claims = manifest.entries.filter((entry) => entry.kind === kind);
    const ids = new Map(claims.map(({ address, id }) => [address, id]));
    const wanted = intents.map((intent) => ({
      ...intent,
      body: resolve?.(intent.body, intent.identity, accessors) ?? intent.body,
      id: ids.get(intent.address) ?? undefined,
    }));
    const known = new Set(ids.values());
    const ours = pair(
      wanted,
      live.filter(({ id }) => known.has(id)),
    );
    const rest = pair(
      wanted.filter((one) => !ours.has(one)),
      live.filter(({ id }) => !known.has(id)),
    );
    return [...ours, ...rest];
  }
  const byAddress = new Map(live.map((object) => [addressOf(kind, object.identity), object]));
  return intents.flatMap((one) => {
    const object = byAddress.get(addressOf(kind, one.identity));
    return object === undefined ? [] : [[one, object] as const];
  });
}

/** The live object that an entry means: by its id, or, while that is not known, by its address. */
function claimed(entry: Entry, { byKind }: LiveObjects, taken: ReadonlySet<Live>): Live | undefined {
  const free = (byKind.get(entry.kind) ?? []).filter((object) => !taken.has(object));
  const address = addressOf(entry.kind, entry.identity);
  const sameName = free.filter((object) => addressOf(entry.kind, object.identity) === address);
  if (kinds[entry.kind].pair === undefined) return sameName.find(({ id }) => id === entry.id) ?? sameName[0];
  // What stands for a name is made from fields that somebody may have edited since; the id is not.
  return free.find(({ id }) => id === entry.id) ?? (entry.pending ? sameName[0] : undefined);
}
