import type { Finding, TextEdit } from '../../model/finding.ts';
import { overlap } from './apply-edits.ts';

/** Findings whose edits are made together or not at all, since they are of the same files. */
export interface Batch {
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
}

export function editsOf({ fix }: Finding): readonly TextEdit[] {
  return fix.edits ?? [];
}

/** Puts findings together that share files. */
export function batchesOf(findings: readonly Finding[]): readonly Batch[] {
  const batches: { files: Set<string>; findings: Finding[] }[] = [];
  for (const finding of findings) {
    const files = new Set(editsOf(finding).map(({ file }) => file));
    const sharing = batches.filter((batch) => [...files].some((file) => batch.files.has(file)));
    const [first] = sharing;
    if (first === undefined) {
      batches.push({ files, findings: [finding] });
      continue;
    }
    for (const other of sharing.slice(1)) {
      for (const file of other.files) first.files.add(file);
      first.findings.push(...other.findings);
      batches.splice(batches.indexOf(other), 1);
    }
    for (const file of files) first.files.add(file);
    first.findings.push(finding);
  }
  return batches.map((batch) => ({ files: [...batch.files], findings: batch.findings }));
}

/** Pairs of findings of which only one can have its way. */
export function overlapping(findings: readonly Finding[]): readonly (readonly [Finding, Finding])[] {
  return findings.flatMap((one, index) =>
    findings
      .slice(index + 1)
      .filter((other) => editsOf(one).some((edit) => editsOf(other).some((its) => overlap(edit, its))))
      .map((other) => [one, other] as const),
  );
}
