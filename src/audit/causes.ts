import type { Finding, Severity } from '../model/finding.ts';
import type { Rule } from '../rules/rule.ts';
import type { Sighted } from './sighted.ts';

const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/**
 * Says of each finding which other one it follows from, and puts causes first: the worst before others, among them those
 * that explain most; each is followed by what it explains.
 * @param order of the rules; nothing is blamed on a rule that does not stand before
 * @param doubtful what is not known: what could as well follow from it is not said
 */
export function withCauses(
  all: readonly Sighted[],
  order: readonly Rule[],
  doubtful: readonly string[] = [],
): readonly Finding[] {
  const rank = new Map(order.map(({ id }, index) => [id, index]));
  const rankOf = ({ rule }: Sighted): number => rank.get(rule.id) ?? order.length;
  const byAddress = new Map<string, Sighted[]>();
  for (const one of all)
    for (const address of [one.sighting.about, ...(one.sighting.alsoAbout ?? [])])
      byAddress.set(address, [...(byAddress.get(address) ?? []), one]);

  const causeOf = (one: Sighted): Sighted | undefined =>
    (one.sighting.blames ?? [])
      .flatMap((address) => byAddress.get(address) ?? [])
      // Something that is merely worth knowing breaks nothing.
      .filter((other) => rankOf(other) < rankOf(one) && weight[other.finding.severity] <= weight[one.finding.severity])
      .toSorted((a, b) => rankOf(a) - rankOf(b))[0];

  const consequences = new Map<Sighted, Sighted[]>();
  const roots: Sighted[] = [];
  for (const one of all) {
    const cause = causeOf(one);
    if (cause === undefined) {
      if (!isDoubtful(one.sighting, doubtful)) roots.push(one);
    } else consequences.set(cause, [...(consequences.get(cause) ?? []), one]);
  }
  const size = (one: Sighted): number => (consequences.get(one) ?? []).reduce((sum, next) => sum + 1 + size(next), 0);
  const told = (one: Sighted, cause: Sighted | undefined): readonly Finding[] => [
    cause === undefined ? one.finding : { ...one.finding, causedBy: cause.finding.fingerprint },
    ...(consequences.get(one) ?? []).flatMap((next) => told(next, one)),
  ];
  return roots
    .toSorted(
      (a, b) => weight[a.finding.severity] - weight[b.finding.severity] || size(b) - size(a) || rankOf(a) - rankOf(b),
    )
    .flatMap((root) => told(root, undefined));
}

function isDoubtful({ about, alsoAbout = [], blames = [] }: Sighted['sighting'], doubtful: readonly string[]): boolean {
  if (doubtful.length === 0) return false;
  return [about, ...alsoAbout, ...blames].some((address) =>
    doubtful.some((one) => (one.endsWith('/') ? address.startsWith(one) : address === one)),
  );
}
