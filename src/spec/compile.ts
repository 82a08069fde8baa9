import { addressOfDraft, type Draft } from './draft.ts';
import type { Resource } from './resource.ts';

/** The resources in the order of the files, each with an address of its own. */
export function compile(
  drafts: readonly Draft[],
  dependsOn: ReadonlyMap<Draft, readonly string[]>,
): readonly Resource[] {
  const counts = new Map<string, number>();
  return drafts.map((draft) => {
    const plain = addressOfDraft(draft);
    const count = (counts.get(plain) ?? 0) + 1;
    counts.set(plain, count);
    const address = count === 1 ? plain : `${plain}#${String(count)}`;
    const { kind, identity, body, origin, spot } = draft;
    return { address, kind, identity, body, origin, place: spot.place, dependsOn: dependsOn.get(draft) ?? [] };
  });
}
