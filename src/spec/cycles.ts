import { mistake, type Context } from './context.ts';
import { addressesOf } from './addresses.ts';
import { addressOfDraft, type Draft } from './draft.ts';

/** Notes every circle in which objects wait for each other, with the whole chain and once. */
export function checkCycles(
  context: Context,
  drafts: readonly Draft[],
  dependsOn: ReadonlyMap<Draft, readonly string[]>,
): void {
  const byAddress = new Map([...addressesOf(drafts)].map(([draft, address]) => [address, draft]));
  const done = new Set<Draft>();
  for (const start of drafts) {
    // A stack of our own: a chain of dependencies may be longer than the call stack is deep.
    const path: { draft: Draft; rest: string[] }[] = [];
    const enter = (draft: Draft): void => {
      path.push({ draft, rest: [...(dependsOn.get(draft) ?? [])] });
    };
    if (!done.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const address = top.rest.shift();
      if (address === undefined) {
        done.add(top.draft);
        path.pop();
        continue;
      }
      const next = byAddress.get(address);
      if (next === undefined || done.has(next)) continue;
      const first = path.findIndex(({ draft }) => draft === next);
      if (first === -1) enter(next);
      else
        noteCycle(
          context,
          path.slice(first).map(({ draft }) => draft),
        );
    }
  }
}

function noteCycle(context: Context, members: readonly Draft[]): void {
  const chain = [...members, ...members.slice(0, 1)].map(addressOfDraft).join(' → ');
  const links = members.map((draft, index) => {
    const next = members[(index + 1) % members.length] ?? draft;
    return draft.after.find(({ address }) => address === addressOfDraft(next))?.place;
  });
  // Only `depends_on` can close a circle, so one of the links is written in the spec.
  const place = links.find((one) => one !== undefined) ?? members[0]?.spot.place;
  if (place !== undefined)
    mistake(context, `these wait for each other: ${chain}`, place, 'take one of the depends_on away');
}
