import { kinds } from '../kinds/index.ts';
import type { KindId, Live, Reach } from '../kinds/kind.ts';
import { sortedBy } from '../support/sorted-by.ts';

/**
 * Every object of the given kinds that its server does not build in, each kind sorted by name, so that two exports of
 * an unchanged cluster are the same text.
 * @param reach whose clients remember their reads
 */
export async function readInventory(
  reach: Reach,
  wanted: readonly KindId[],
): Promise<ReadonlyMap<KindId, readonly Live[]>> {
  const all = await Promise.all(
    wanted.map(async (kind) => [kind, sortedBy(await kinds[kind].list(reach), spelt)] as const),
  );
  return new Map(all);
}

/** Begins with the name; what has no name of its own is told apart by the rest. */
function spelt({ identity, body }: Live): string {
  return JSON.stringify([identity, body]);
}
