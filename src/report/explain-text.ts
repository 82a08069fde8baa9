import type { Chain, Explanation, Link, State } from '../simulate/explain/explanation.ts';
import { linkLines, plannedLine } from './explain-links.ts';
import { painter, type Paint } from './paint.ts';
import { visibleLine } from './visible.ts';

type Style = Parameters<Paint>[0];

const looks: Readonly<Record<State, { readonly sign: string; readonly style: Style }>> = {
  ok: { sign: '✓', style: 'green' },
  broken: { sign: '✗', style: 'red' },
  unknown: { sign: '?', style: 'yellow' },
  unreached: { sign: '·', style: 'dim' },
};

/** Chains for people: a tree for each workload, its first broken link marked and what follows from it grey. */
export function explainText(explanation: Explanation, { colour }: { readonly colour: boolean }): string {
  const paint = painter(colour);
  const { job, registration, chains, problems, assumed } = explanation;
  const blocks = [
    `${paint('bold', `job ${visibleLine(job.id)}`)} in namespace ${visibleLine(job.namespace)}\n`,
    ...registration.warnings.map((warning) => `${paint('yellow', 'warning:')} ${visibleLine(warning)}\n`),
    ...(registration.accepted
      ? []
      : [`${paint('red', 'Nomad refuses this job:')}\n${indented(registration.error ?? '')}`]),
    ...chains.map((chain) => chainText(chain, paint)),
    ...problems.map((problem) => `${paint('yellow', 'warning:')} ${visibleLine(problemText(problem))}\n`),
    ...(registration.accepted && chains.length === 0 ? ['Nothing here logs in at Consul or Vault.\n'] : []),
    ...(assumed.length === 0 ? [] : [`${paint('dim', 'Taken for given:')}\n${indented(assumed.join('\n'))}`]),
  ];
  return blocks.join('\n');
}

function problemText({ group, task, template, message, conditional }: Explanation['problems'][number]): string {
  const where = [`group ${group}`, ...(task === null ? [] : [`task ${task}`])];
  const which = template === null ? [] : [`template ${String(template + 1)}`];
  return `${[...where, ...which].join(', ')}: ${message}${conditional ? ' (under a condition)' : ''}`;
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${visibleLine(line)}\n`)
    .join('');
}

function chainText({ workload, product, links, broken }: Chain, paint: Paint): string {
  const who = [
    `group ${workload.group}`,
    ...(workload.task === null ? [] : [`task ${workload.task}`]),
    ...(workload.service === null ? [] : [`service ${workload.service}`]),
  ];
  const title = `${paint('bold', visibleLine(who.join(', ')))} at ${product === 'consul' ? 'Consul' : 'Vault'}\n`;
  return title + links.map((link, index) => linkText(link, index === broken, paint)).join('');
}

function linkText(link: Link, first: boolean, paint: Paint): string {
  const { sign, style } = looks[link.state];
  if (link.state === 'unreached') return `  ${paint(style, `${sign} ${visibleLine(plannedLine(link))}`)}\n`;
  const { title, details } = linkLines(link);
  const mark = first ? ` ${paint('red', '<- the first broken link')}` : '';
  return [
    `  ${paint(style, sign)} ${visibleLine(title)}${mark}\n`,
    ...details.map((line) => `      ${visibleLine(line)}\n`),
  ].join('');
}
