import type { Finding } from '../../model/finding.ts';
import { WidError } from '../../support/errors.ts';
import type { Source } from '../../syntax/source.ts';
import { applyEdits } from './apply-edits.ts';
import { batchesOf, editsOf, overlapping, type Batch } from './batches.ts';
import { objection } from './proof.ts';

/** Texts by the names of their files. */
export type Sources = ReadonlyMap<string, Source>;

export interface FixQuestion {
  readonly sources: Sources;
  /** What is found in texts, causes first; throws WidError when one cannot be read any more. */
  readonly audit: (sources: Sources) => readonly Finding[];
  /** Whether a finding is to be mended. */
  readonly chosen: (finding: Finding) => boolean;
}

export interface Fixed {
  readonly files: readonly FixedFile[];
  readonly refused: readonly Refusal[];
}

export interface FixedFile {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** What its edits mend. */
  readonly findings: readonly Finding[];
}

/** Edits that were not made, since it cannot be shown that they mend what they are for and nothing else. */
export interface Refusal {
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
  readonly reason: string;
}

/** Some edits make room for others, none for many. */
const mostPasses = 10;

/** Makes the edits of findings, pass by pass until nothing is left to do. Pure: what is returned is to be written by whom it concerns. */
export function fixSources({ sources, audit, chosen }: FixQuestion): Fixed {
  const refused: Refusal[] = [];
  const mended = new Map<string, Finding[]>();
  let current = sources;
  let found = audit(current);

  const refuse = (findings: readonly Finding[], reason: string): void => {
    refused.push({ files: filesOf(findings), findings, reason });
  };
  const isRefused = ({ fingerprint }: Finding): boolean =>
    refused.some(({ findings }) => findings.some((one) => one.fingerprint === fingerprint));
  const isOpen = (finding: Finding): boolean => editsOf(finding).length > 0 && chosen(finding) && !isRefused(finding);

  for (let pass = 0; pass < mostPasses; pass++) {
    for (const [one, other] of overlapping(found.filter(isOpen)))
      refuse([one, other], `${named(one)} and ${named(other)} change the same text; choose one with --rule`);
    const batches = batchesOf(found.filter(isOpen));
    if (batches.length === 0) return result(sources, current, mended, refused);
    const accept = (outcome: Attempted, { files, findings }: Batch): void => {
      ({ sources: current, found } = outcome);
      for (const file of files) {
        const own = findings.filter((one) => filesOf([one]).includes(file));
        mended.set(file, [...(mended.get(file) ?? []), ...own]);
      }
    };
    // All at once where that goes well: an audit for each file would take long where there are many.
    const whole = { files: batches.flatMap(({ files }) => files), findings: batches.flatMap((one) => one.findings) };
    const atOnce = attempt(current, whole, found, audit);
    if (!('reason' in atOnce)) {
      accept(atOnce, whole);
      continue;
    }
    for (const batch of batches) {
      // What a batch before has mended along the way needs no edit any more.
      const findings = batch.findings.filter((one) => found.some(({ fingerprint }) => fingerprint === one.fingerprint));
      if (findings.length === 0) continue;
      const outcome = batches.length === 1 ? atOnce : attempt(current, { ...batch, findings }, found, audit);
      if ('reason' in outcome) refuse(findings, outcome.reason);
      else accept(outcome, { ...batch, findings });
    }
  }
  const restless = found.filter(isOpen);
  if (restless.length > 0) {
    refuse(restless, `after ${String(mostPasses)} passes there is still something to change`);
    for (const file of filesOf(restless)) mended.delete(file);
  }
  return result(sources, current, mended, refused);
}

interface Attempted {
  readonly sources: Sources;
  readonly found: readonly Finding[];
}

/** Edits the files of a batch, reads them again, and looks whether all is as it should be. */
function attempt(
  sources: Sources,
  batch: Batch,
  before: readonly Finding[],
  audit: FixQuestion['audit'],
): Attempted | { readonly reason: string } {
  const edits = batch.findings.flatMap(editsOf);
  const next = new Map(sources);
  try {
    for (const file of batch.files) {
      const source = sources.get(file);
      if (source === undefined) return { reason: `the text of ${file} is not at hand` };
      next.set(file, { ...source, text: applyEdits(source, edits) });
    }
    const found = audit(next);
    const reason = objection(batch.findings, before, found);
    return reason === undefined ? { sources: next, found } : { reason };
  } catch (error) {
    if (!(error instanceof WidError)) throw error;
    return { reason: `it could not be read any more: ${error.message.split('\n')[0] ?? ''}` };
  }
}

function result(
  before: Sources,
  after: Sources,
  mended: ReadonlyMap<string, readonly Finding[]>,
  refused: readonly Refusal[],
): Fixed {
  const files = [...mended].flatMap(([name, findings]): readonly FixedFile[] => {
    const [old, now] = [before.get(name)?.text, after.get(name)?.text];
    return old === undefined || now === undefined || old === now ? [] : [{ name, before: old, after: now, findings }];
  });
  return { files, refused };
}

function filesOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.flatMap((one) => editsOf(one).map(({ file }) => file)))];
}

function named({ rule, location }: Finding): string {
  if (!('file' in location)) return rule;
  return location.start === undefined ? rule : `${rule} (line ${String(location.start.line)})`;
}
