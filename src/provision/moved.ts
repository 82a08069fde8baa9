import { isDeepStrictEqual } from 'node:util';
import type { LiveObjects } from '../collect/live.ts';
import { kinds } from '../kinds/index.ts';
import { owns } from './ownership.ts';
import type { Paired } from './pair.ts';
import type { FieldChange } from './plan.ts';

/**
 * An object cannot move to another parent (a binding rule to another auth method). When the one that left the spec is
 * the same as one that is to be created under another parent, the two are one replacement.
 */
export function replaceMoved(pairs: readonly Paired[], { accessors }: LiveObjects): readonly Paired[] {
  const left = pairs.filter(({ intent, entry, live, kind }) => {
    const movable = kinds[kind].parentField !== undefined && intent === undefined && live !== undefined;
    return movable && owns(entry, kinds[kind], live, accessors);
  });
  const used = new Set<Paired>();
  const joined = pairs.map((pair) => {
    if (pair.intent === undefined || pair.live !== undefined) return pair;
    const { kind, intent } = pair;
    const origin = left.find(
      (one) =>
        !used.has(one) &&
        one.kind === kind &&
        one.entry !== undefined &&
        one.live !== undefined &&
        one.live.identity.name === intent.identity.name &&
        isDeepStrictEqual(one.live.body, intent.body),
    );
    if (origin === undefined) return pair;
    used.add(origin);
    return { ...pair, entry: origin.entry, live: origin.live };
  });
  return joined.filter((pair) => !used.has(pair));
}

/** The change that a move to another parent is. */
export function parentChange({ kind, intent, live }: Paired): readonly FieldChange[] {
  const field = kinds[kind].parentField;
  const [before, after] = [live?.identity.parent, intent?.identity.parent];
  if (field === undefined || before === after || before === undefined || after === undefined) return [];
  return [{ field, before, after, display: 'value', replaces: true }];
}
