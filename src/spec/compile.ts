import { addressesOf } from './addresses.ts';
import { addressOfDraft, type Draft } from './draft.ts';
import type { Resource } from './resource.ts';

/** The resources in the order of the files, each with an address of its own. */
export function compile(
  drafts: readonly Draft[],
  dependsOn: ReadonlyMap<Draft, readonly string[]>,
): readonly Resource[] {
  const addresses = addressesOf(drafts);
  return drafts.map((draft) => {
    const { kind, identity, body, origin, spot } = draft;
    const address = addresses.get(draft) ?? addressOfDraft(draft);
    return { address, kind, identity, body, origin, place: spot.place, dependsOn: dependsOn.get(draft) ?? [] };
  });
}
