import type { Finding, Severity } from '../../model/finding.ts';
import { lookedAt, replacedInWords, severityCounts } from './count-words.ts';
import { followersOf } from './followers.ts';
import { locationText } from './location-text.ts';
import { code, foldedTitle, inline } from './markdown-text.ts';
import type { AuditReporter } from './reporter.ts';

const signs: Readonly<Record<Severity, string>> = { error: '🔴', warning: '🟡', info: '🔵' };

/** Markdown as GitHub shows it, for comments and job summaries: a table of causes, and each with its details folded away. */
export const markdown: AuditReporter = (report) => {
  const { findings, notChecked, summary } = report;
  const roots = findings.filter(({ causedBy }) => causedBy === undefined);
  const counts = `${severityCounts(summary)} (${lookedAt(report)})`;
  return [
    '## Workload identity audit',
    counts,
    ...(roots.length === 0
      ? ['No findings.']
      : [table(roots, findings), ...roots.map((root) => details(root, findings))]),
    ...(report.replaced === undefined
      ? []
      : [`**From files, in the place of what runs**: ${inline(replacedInWords(report))}`]),
    ...(notChecked.length === 0 ? [] : [unchecked(notChecked)]),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
};

function table(roots: readonly Finding[], findings: readonly Finding[]): string {
  const rows = roots.map((root) => {
    const also = followersOf(root, findings).length;
    return `| ${signs[root.severity]} ${root.severity} | ${inline(root.message)} | ${code(locationText(root.location))} | ${also === 0 ? '' : String(also)} |`;
  });
  return ['| | Cause | Place | Also causes |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function details(root: Finding, findings: readonly Finding[]): string {
  const also = followersOf(root, findings).map(({ message }) => `- ${inline(message)}`);
  return [
    `<details><summary>${foldedTitle(root.message)}</summary>`,
    `${code(root.rule)}${root.cases.length === 0 ? '' : ` (${root.cases.join(', ')})`} at ${code(locationText(root.location))}`,
    `**Why**: ${inline(root.why)}`,
    `**Fix**: ${inline(root.fix.text)}`,
    ...(also.length === 0 ? [] : [`**Also causes**:`, also.join('\n')]),
    '</details>',
  ].join('\n\n');
}

function unchecked(notChecked: readonly { readonly rule: string; readonly reason: string }[]): string {
  const reasons = [...new Set(notChecked.map(({ reason }) => reason))];
  return ['**Not checked**', reasons.map((reason) => `- ${inline(reason)}`).join('\n')].join('\n\n');
}
