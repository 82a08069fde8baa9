import type { AuditReport } from '../../audit/report.ts';
import type { Explanation } from '../../simulate/explain/explanation.ts';
import type { Source } from '../../syntax/source.ts';

/** What a report may be made from besides the findings. */
export interface AuditContext {
  readonly colour: boolean;
  /** Of wid. */
  readonly version: string;
  /** Seconds since 1970. */
  readonly now: number;
  /** The text of a file that was audited, for code frames; `undefined` when it is not at hand. */
  readonly source: (file: string) => Source | undefined;
  /** The chains of all jobs, worked out when they are asked for. */
  readonly explanations: () => readonly Explanation[];
}

/** Turns the findings of an audit into the text of one format. */
export type AuditReporter = (report: AuditReport, context: AuditContext) => string;
