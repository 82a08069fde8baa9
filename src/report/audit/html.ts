import { rules } from '../../rules/index.ts';
import { auditHtml } from '../html/audit-page.ts';
import type { AuditReporter } from './reporter.ts';

/** For people with a browser: one page that needs nothing else. */
export const html: AuditReporter = (report, { source, explanations }) =>
  auditHtml(report, { source, explanations: explanations(), rules });
