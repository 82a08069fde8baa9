import type { AuditReporter } from './reporter.ts';
import { jsonText } from '../json-text.ts';

/** For programs; the members are described in docs/audit.md and relied on from outside. */
export const json: AuditReporter = ({ findings, notChecked, summary, replaced }) =>
  jsonText({ schemaVersion: 1, findings, notChecked, summary, replaced });
