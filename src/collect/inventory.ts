import { kinds } from '../kinds/index.ts';
import type { KindId, Live, Reach } from '../kinds/kind.ts';

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
    wanted.map(async (kind) => [kind, (await kinds[kind].list(reach)).toSorted(byName)] as const),
  );
  return new Map(all);
}

function byName(a: Live, b: Live): number {
  const [x, y] = [JSON.stringify([a.identity, a.body]), JSON.stringify([b.identity, b.body])];
  return x < y ? -1 : x > y ? 1 : 0;
}
