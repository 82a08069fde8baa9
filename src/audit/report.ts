import type { Finding, NotChecked, Severity } from '../model/finding.ts';

/** What an audit says. A cause stands before what follows from it. */
export interface AuditReport {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  readonly summary: AuditSummary;
  /** Jobs that run, and that were looked at as they will be when the job of a file is registered in their place. */
  readonly replaced?: readonly ReplacedJob[];
}

export interface ReplacedJob {
  readonly namespace: string;
  readonly job: string;
}

export interface AuditSummary extends Readonly<Record<Severity, number>> {
  /** Findings that no other one explains. */
  readonly causes: number;
  /** Findings left out: ignored with a reason, or known from the baseline. */
  readonly suppressed: number;
  readonly jobs: number;
  readonly rules: number;
}
