import type { AuditReporter } from './reporter.ts';

/** For programs; the members are described in docs/audit.md and relied on from outside. */
export const json: AuditReporter = ({ findings, notChecked, summary, replaced }) =>
  `${JSON.stringify({ schemaVersion: 1, findings, notChecked, summary, replaced }, undefined, 2)}\n`;
