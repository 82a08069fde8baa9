import type { AuditReporter } from './reporter.ts';

/** For programs; the members are described in docs/audit.md and relied on from outside. */
export const json: AuditReporter = ({ findings, notChecked, summary }) =>
  `${JSON.stringify({ schemaVersion: 1, findings, notChecked, summary }, undefined, 2)}\n`;
