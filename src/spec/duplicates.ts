import type { KindId } from '../kinds/kind.ts';
import { describePlace } from '../syntax/source.ts';
import { mistake, type Context } from './context.ts';
import { addressOfDraft, type Draft } from './draft.ts';

/** Consul takes these names for the same whatever their case. */
const anyCase: ReadonlySet<KindId> = new Set<KindId>(['consul/policy', 'consul/role']);

/** Notes what is asked for twice, in one file or in two, by sections, presets or grants. */
export function checkDuplicates(context: Context, drafts: readonly Draft[]): void {
  const seen = new Map<string, Draft>();
  const told = new Map<string, { first: string; more: number; earlier: Draft; later: Draft }>();
  for (const draft of drafts) {
    const key = meaningOf(draft);
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, draft);
      continue;
    }
    // Two presets may clash in all that they make: that is one mistake.
    const pair = `${String(draft.spot.place.start)} ${describePlace(draft.spot.place)} ${describePlace(earlier.spot.place)}`;
    const note = told.get(pair);
    if (note === undefined) told.set(pair, { first: addressOfDraft(draft), more: 0, earlier, later: draft });
    else note.more += 1;
  }
  for (const { first, more, earlier, later } of told.values()) {
    const what = more === 0 ? first : `${first} and ${String(more)} more`;
    const by = earlier.origin === 'the spec' ? '' : ` by ${earlier.origin}`;
    mistake(
      context,
      `${what} ${more === 0 ? 'is' : 'are'} asked for twice: also at ${describePlace(earlier.spot.place)}${by}`,
      later.spot.place,
      later.origin === 'the spec'
        ? 'keep one of the two'
        : `${later.origin} makes it; give one of the two another name`,
    );
  }
}

/** Binding rules have no names: two are the same when they do the same for the same logins. */
function meaningOf(draft: Draft): string {
  const address = addressOfDraft(draft);
  if (draft.kind === 'consul/binding-rule') {
    const { selector, bind_vars: vars } = draft.body;
    return JSON.stringify([address, String(selector).trim(), vars]);
  }
  return anyCase.has(draft.kind) ? address.toLowerCase() : address;
}
