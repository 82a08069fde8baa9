import type { AuditReport } from '../../audit/report.ts';
import type { Finding, Location, Severity } from '../../model/finding.ts';
import { codeFrame } from '../code-frame.ts';
import { painter, type Paint } from '../paint.ts';
import { visibleLine } from '../visible.ts';
import { counted, lookedAt, replacedInWords, severityCounts } from './count-words.ts';
import { followersOf } from './followers.ts';
import { locationText } from './location-text.ts';
import type { AuditContext, AuditReporter } from './reporter.ts';

const styles: Readonly<Record<Severity, Parameters<Paint>[0]>> = { error: 'red', warning: 'yellow', info: 'cyan' };

/** For people: causes first, each with what follows from it, its place and what to do. */
export const text: AuditReporter = (report, context) => {
  const paint = painter(context.colour);
  const { findings } = report;
  const roots = findings.filter(({ causedBy }) => causedBy === undefined);
  const advice = adviceOnce(paint);
  const blocks = [
    ...headline(report, paint),
    ...roots.map((root) => findingText(root, followersOf(root, findings), context, paint, advice(root))),
    ...replacedText(report, paint),
    ...notCheckedText(report, paint),
    `${summaryLine(report)}\n`,
  ];
  return blocks.join('\n');
};

function headline({ findings, summary }: AuditReport, paint: Paint): readonly string[] {
  const others = findings.length - summary.causes;
  if (others === 0) return [];
  const worst = findings.filter(({ causedBy, fingerprint }) =>
    causedBy === undefined ? findings.some((one) => one.causedBy === fingerprint) : false,
  ).length;
  return [
    `${paint('bold', `Fix ${worst === 1 ? 'this one' : `these ${String(worst)}`} and ${String(others)} ${others === 1 ? 'other goes' : 'others go'} away.`)}\n`,
  ];
}

/** Why it matters and what to do; what was said of one finding is not said again of another. */
function adviceOnce(paint: Paint): (finding: Finding) => string {
  const said = new Set<string>();
  return ({ why, fix }) => {
    const lines = [
      `  why: ${visibleLine(why)}\n`,
      `  fix: ${visibleLine(fix.text)}${fix.edits === undefined ? '' : ' (wid fix can do it)'}\n`,
    ];
    const fresh = lines.filter((line) => !said.has(line));
    for (const line of fresh) said.add(line);
    return fresh.length > 0 ? fresh.join('') : `  ${paint('dim', 'why, fix: as above')}\n`;
  };
}

function findingText(
  finding: Finding,
  followers: readonly Finding[],
  { source }: AuditContext,
  paint: Paint,
  advice: string,
): string {
  const { severity, message, rule, cases, location } = finding;
  const ids = cases.length === 0 ? '' : ` ${paint('dim', cases.join(' '))}`;
  return [
    `${paint(styles[severity], severity)}: ${visibleLine(message)}\n`,
    `  ${paint('dim', visibleLine(locationText(location)))}  ${paint('dim', rule)}${ids}\n`,
    frameOf(location, source),
    advice,
    ...followers
      .slice(0, most)
      .map((one) => `  ${paint('dim', `└ ${one.severity}: ${visibleLine(one.message)}`)}${whose(one, paint)}\n`),
    ...(followers.length > most ? [`  ${paint('dim', `└ and ${String(followers.length - most)} more`)}\n`] : []),
  ].join('');
}

/** What follows from one cause is listed up to here; the other formats have all. */
const most = 10;

function whose({ subject: { namespace, job } }: Finding, paint: Paint): string {
  return job === undefined ? '' : paint('dim', `  (job ${visibleLine(job)} in ${visibleLine(namespace ?? 'default')})`);
}

function frameOf(location: Location, sourceOf: AuditContext['source']): string {
  if ('remote' in location || location.start === undefined || location.end === undefined) return '';
  const source = sourceOf(location.file);
  if (source === undefined) return '';
  const frame = codeFrame({ source, start: location.start.offset, end: location.end.offset });
  return frame.replace(/^/gm, '    ') + '\n';
}

function notCheckedText({ notChecked }: AuditReport, paint: Paint): readonly string[] {
  if (notChecked.length === 0) return [];
  const byReason = new Map<string, string[]>();
  for (const { rule, reason } of notChecked) byReason.set(reason, [...(byReason.get(reason) ?? []), rule]);
  const lines = [...byReason].map(
    ([reason, rules]) => `  ${visibleLine(reason)} ${paint('dim', `(${counted(rules.length, 'rule')})`)}\n`,
  );
  return [`${paint('bold', 'Not checked:')}\n${lines.join('')}`];
}

function replacedText(report: AuditReport, paint: Paint): readonly string[] {
  if (report.replaced === undefined) return [];
  return [`${paint('bold', 'From files, in the place of what runs:')} ${visibleLine(replacedInWords(report))}\n`];
}

function summaryLine(report: AuditReport): string {
  const { error, warning, info, causes, suppressed } = report.summary;
  const looked = lookedAt(report);
  const left = suppressed === 0 ? '' : `; ${String(suppressed)} left out`;
  if (error + warning + info === 0) return `No findings (${looked})${left}.`;
  return `${severityCounts(report.summary)}, of ${counted(causes, 'cause')} (${looked})${left}.`;
}
