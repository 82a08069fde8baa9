import { addressOfDraft, type Draft } from './draft.ts';

/** An address for each draft. Binding rules have no names: a second one with the same target ends in `#2`. */
export function addressesOf(drafts: readonly Draft[]): ReadonlyMap<Draft, string> {
  const counts = new Map<string, number>();
  return new Map(
    drafts.map((draft) => {
      const plain = addressOfDraft(draft);
      const count = (counts.get(plain) ?? 0) + 1;
      counts.set(plain, count);
      return [draft, count === 1 ? plain : `${plain}#${String(count)}`];
    }),
  );
}
