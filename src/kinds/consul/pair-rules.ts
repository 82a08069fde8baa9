import { isDeepStrictEqual } from 'node:util';
import { sortedBy } from '../../support/sorted-by.ts';
import type { Live, Remembered } from '../kind.ts';
import { sameName } from '../scope.ts';
import type { fields } from './binding-rule-fields.ts';

type WantedRule = Remembered<typeof fields>;
type LiveRule = Live<typeof fields>;
type Likeness = (wanted: WantedRule, live: LiveRule) => boolean;

const sameSelector: Likeness = ({ body: a }, { body: b }) => a.selector.trim() === b.selector.trim();
const sameType: Likeness = ({ body: a }, { body: b }) => a.bind_type === b.bind_type;
const sameTarget: Likeness = (wanted, live) =>
  sameType(wanted, live) &&
  wanted.body.bind_name === live.body.bind_name &&
  isDeepStrictEqual(wanted.body.bind_vars, live.body.bind_vars);

/** From exact to loose. An edit of one property leaves a rule alike in the others, and so to be found by them. */
const passes: readonly Likeness[] = [
  (wanted, live) =>
    sameTarget(wanted, live) && sameSelector(wanted, live) && wanted.body.description === live.body.description,
  (wanted, live) => wanted.id === live.id,
  (wanted, live) => sameTarget(wanted, live) && sameSelector(wanted, live),
  sameTarget,
  (wanted, live) => sameType(wanted, live) && sameSelector(wanted, live) && wanted.body.selector.trim() !== '',
];

/**
 * Which live binding rule each wanted one means, since rules have no names: within one method, by what they say.
 * Every live rule is used once, and the order of the two lists makes no difference.
 */
export function pairRules(wanted: readonly WantedRule[], live: readonly LiveRule[]): ReadonlyMap<WantedRule, LiveRule> {
  const pairs = new Map<WantedRule, LiveRule>();
  const free = new Set(sortedBy(live, ({ id }) => id));
  const inOrder = sortedBy(wanted, ({ address }) => address);
  for (const alike of passes) {
    for (const rule of inOrder) {
      if (pairs.has(rule)) continue;
      const found = [...free].find((one) => sameMethod(rule, one) && alike(rule, one));
      if (found === undefined) continue;
      pairs.set(rule, found);
      free.delete(found);
    }
  }
  return pairs;
}

function sameMethod({ identity: a }: WantedRule, { identity: b }: LiveRule): boolean {
  return sameName(a.parent ?? '', b.parent ?? '') && a.namespace === b.namespace && a.partition === b.partition;
}
