import type { Finding, Severity, Subject } from '../model/finding.ts';
import type { Ignore } from '../spec/audit-levels.ts';
import { isMeant } from './levels.ts';
import type { AuditReport } from './report.ts';

/** What is left of a report, and what of the ignoring has had its day. */
export interface Suppressed {
  readonly report: AuditReport;
  /** Past their last day: they leave nothing out any more. */
  readonly expired: readonly Ignore[];
  /** About nothing that was found. */
  readonly unused: readonly Ignore[];
}

/**
 * Leaves out what is ignored or known, together with all that follows from it: whoever lives with a cause knows what it does.
 * @param known fingerprints of a baseline
 * @param now seconds since 1970
 */
export function suppress(
  report: AuditReport,
  ignores: readonly Ignore[],
  known: ReadonlySet<string>,
  now: number,
): Suppressed {
  const today = new Date(now * 1000).toISOString().slice(0, 10);
  const expired = ignores.filter(({ until }) => until !== undefined && until < today);
  const current = ignores.filter((one) => !expired.includes(one));
  const used = new Set<Ignore>();
  const out = new Set<string>();
  for (const finding of report.findings) {
    const matching = current.filter((one) => covers(one, finding));
    for (const one of matching) used.add(one);
    const follows = finding.causedBy !== undefined && out.has(finding.causedBy);
    if (matching.length > 0 || follows || known.has(finding.fingerprint)) out.add(finding.fingerprint);
  }
  const findings = report.findings.filter(({ fingerprint }) => !out.has(fingerprint));
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  return {
    report: {
      ...report,
      findings,
      summary: {
        ...report.summary,
        error: count('error'),
        warning: count('warning'),
        info: count('info'),
        causes: findings.filter(({ causedBy }) => causedBy === undefined).length,
        suppressed: report.summary.suppressed + out.size,
      },
    },
    expired,
    unused: current.filter((one) => !used.has(one)),
  };
}

function covers({ rule, subject }: Ignore, finding: Finding): boolean {
  return (
    isMeant(rule, finding.rule) &&
    Object.entries(subject).every(([name, value]) => finding.subject[name as keyof Subject] === value)
  );
}
