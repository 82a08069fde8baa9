import type { AuditReporter } from './reporter.ts';

/** Every format of an audit, loaded only when it is asked for. A new one is one file and one line; the first is the default. */
export const auditReporters = {
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  sarif: async () => (await import('./sarif.ts')).sarif,
  junit: async () => (await import('./junit.ts')).junit,
  markdown: async () => (await import('./markdown.ts')).markdown,
  html: async () => (await import('./html.ts')).html,
} as const satisfies Readonly<Record<string, () => Promise<AuditReporter>>>;

export type AuditFormat = keyof typeof auditReporters;
