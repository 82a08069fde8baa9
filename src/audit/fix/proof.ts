import type { Finding } from '../../model/finding.ts';

/**
 * Why an edit cannot be kept: what it was to mend is still found, or something that breaks workloads is found that was
 * not before. What comes to light behind a cause that was known already is no harm done. Undefined when all is well.
 */
export function objection(
  mended: readonly Finding[],
  before: readonly Finding[],
  after: readonly Finding[],
): string | undefined {
  for (const one of mended) {
    const expected = count(before, one) - mended.filter((other) => sameMatter(one, other)).length;
    if (count(after, one) > expected) return `${one.rule} would still be found: ${one.message}`;
  }
  const known = new Set(before.map(({ fingerprint }) => fingerprint));
  const byFingerprint = new Map(after.map((one) => [one.fingerprint, one]));
  const worse = after.find(
    (one) =>
      one.severity === 'error' && !known.has(one.fingerprint) && !known.has(rootOf(one, byFingerprint).fingerprint),
  );
  return worse === undefined ? undefined : `${worse.rule} would be found then: ${worse.message}`;
}

/** The same rule about the same workload, agent or object, whatever the words. */
function sameMatter(one: Finding, other: Finding): boolean {
  return one.rule === other.rule && JSON.stringify(one.subject) === JSON.stringify(other.subject);
}

function count(all: readonly Finding[], one: Finding): number {
  return all.filter((other) => sameMatter(one, other)).length;
}

function rootOf(one: Finding, all: ReadonlyMap<string, Finding>): Finding {
  const cause = one.causedBy === undefined ? undefined : all.get(one.causedBy);
  return cause === undefined ? one : rootOf(cause, all);
}
