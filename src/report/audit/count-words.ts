import type { AuditReport } from '../../audit/report.ts';

/** `1 error`, `2 errors` */
export function counted(count: number, one: string): string {
  return `${String(count)} ${one}${count === 1 ? '' : 's'}`;
}

/** `1 error, 0 warnings, 2 notes` */
export function severityCounts({ error, warning, info }: AuditReport['summary']): string {
  return [counted(error, 'error'), counted(warning, 'warning'), counted(info, 'note')].join(', ');
}

/** What was looked at, and how many of the rules say nothing about a part of it: silence would read as "fine". */
export function lookedAt({ summary: { rules, jobs }, notChecked, replaced = [] }: AuditReport): string {
  const unseen = new Set(notChecked.map(({ rule }) => rule)).size;
  const gaps = unseen === 0 ? '' : ` of which ${String(unseen)} could not look at everything`;
  return `${counted(rules, 'rule')}${gaps}, ${counted(jobs, 'job')}${replaced.length === 0 ? '' : `, ${String(replaced.length)} as if registered`}`;
}

/** `web in default, api in prod`: the jobs of files that stand for those that run. */
export function replacedInWords({ replaced = [] }: Pick<AuditReport, 'replaced'>): string {
  const names = replaced.slice(0, 10).map(({ job, namespace }) => `${job} in ${namespace}`);
  const more = replaced.length > names.length ? ` and ${String(replaced.length - names.length)} more` : '';
  return names.join(', ') + more;
}
