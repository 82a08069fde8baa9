import type { Finding } from '../../model/finding.ts';

/** All that follow from a finding, directly or not. */
export function followersOf(root: Finding, findings: readonly Finding[]): readonly Finding[] {
  const known = new Set([root.fingerprint]);
  // Causes stand before what follows from them.
  return findings.filter(({ causedBy, fingerprint }) => {
    const follows = causedBy !== undefined && known.has(causedBy);
    if (follows) known.add(fingerprint);
    return follows;
  });
}
