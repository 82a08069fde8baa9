import type { Need, Permission } from './need.ts';

/** Up to so many needs, looking at each pair is quicker than writing them out. */
const FEW = 16;

/**
 * Of a template's needs that are the same but for their place and conditions the first, and rather one without
 * conditions. All needs of one product are asked with the same token.
 */
export function once(needs: readonly Need[]): readonly Need[] {
  return needs.length > FEW ? onceOfMany(needs) : onceOfFew(needs);
}

function onceOfFew(needs: readonly Need[]): readonly Need[] {
  const kept: Need[] = [];
  for (const need of needs) {
    let place = 0;
    while (place < kept.length && !isSame(kept[place] as Need, need)) place++;
    const earlier = kept[place];
    if (earlier === undefined || isRather(need, earlier)) kept[place] = need;
  }
  return kept;
}

export function onceOfMany(needs: readonly Need[]): readonly Need[] {
  const kept = new Map<string, Need>();
  for (const need of needs) {
    const key = writtenOut(need);
    const earlier = kept.get(key);
    if (earlier === undefined || isRather(need, earlier)) kept.set(key, need);
  }
  return [...kept.values()];
}

function isRather(need: Need, earlier: Need): boolean {
  return earlier.when.length > 0 && need.when.length === 0;
}

function isSame(one: Need, other: Need): boolean {
  if (one.product !== other.product || one.request !== other.request || one.lack !== other.lack) return false;
  return !areOdds(one.permission, other.permission) && writtenOut(one) === writtenOut(other);
}

/** A quick look at two permissions, of which most differ in what they are for. */
function areOdds(one: Permission | undefined, other: Permission | undefined): boolean {
  if (one?.product !== 'consul' || other?.product !== 'consul') return false;
  return one.resource !== other.resource || one.segment !== other.segment || one.access !== other.access;
}

function writtenOut(need: Need): string {
  const { from: _from, when: _when, call: _call, ...same } = need;
  return JSON.stringify(same);
}
