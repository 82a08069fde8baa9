import { countWorkloads, type Impact, type Outlook } from '../provision/impact/impact.ts';
import type { Effect, NeedImpact, TokenImpact, WorkloadImpact } from '../provision/impact/impact.ts';
import { decidedText, requestText } from './explain-links.ts';
import { painter, type Paint } from './paint.ts';
import { reasonText } from './reason-text.ts';
import { visibleLine } from './visible.ts';

type Style = Parameters<Paint>[0];

const looks: Readonly<Record<Effect, { readonly sign: string; readonly style: Style; readonly words: string }>> = {
  breaks: { sign: '✗', style: 'red', words: 'stops working' },
  heals: { sign: '✓', style: 'green', words: 'starts working' },
  unknown: { sign: '?', style: 'yellow', words: 'may start or stop working' },
};

/** How many workloads of one effect are shown in full; a plan that breaks all of a large cluster should still be read. */
const shownEach = 50;

/** What a plan does to workloads, for people: those that stop first, each with the server's text or the permission. */
export function impactText(outlook: Outlook, { colour }: { readonly colour: boolean }): string {
  const paint = painter(colour);
  if (!outlook.known)
    return `${paint('yellow', 'warning:')} which workloads start or stop working is not known: ${visibleLine(outlook.reason)}\n`;
  const effects: readonly Effect[] = ['breaks', 'unknown', 'heals'];
  const blocks = [
    ...effects.flatMap((effect) => workloadBlocks(outlook.workloads, effect, paint)),
    ...outlook.tokens.map((token) => `  ${paint('red', '✗')} ${visibleLine(tokenLine(token))}\n`),
    ...given(outlook, paint),
  ];
  return [...blocks, ...(blocks.length === 0 ? [] : ['\n']), summary(outlook, paint)].join('');
}

function workloadBlocks(all: Impact['workloads'], effect: Effect, paint: Paint): readonly string[] {
  const own = all.filter((one) => one.effect === effect);
  const rest = own.length - shownEach;
  const more = rest > 0 ? [`    and ${String(rest)} more like these; --format json lists all\n`] : [];
  return [...own.slice(0, shownEach).map((one) => workloadText(one, paint)), ...more];
}

function workloadText(impact: WorkloadImpact, paint: Paint): string {
  const { workload, product, effect, because } = impact;
  const { sign, style, words } = looks[effect];
  const who = [
    ...(workload.namespace === 'default' ? [] : [`namespace ${workload.namespace}`]),
    `job ${workload.job}`,
    `group ${workload.group}`,
    ...(workload.task === null ? [] : [`task ${workload.task}`]),
    ...(workload.service === null ? [] : [`service ${workload.service}`]),
  ];
  const at = product === 'consul' ? 'Consul' : 'Vault';
  const lines = [...loginLines(impact), ...impact.needs.flatMap(needLines), ...impact.reasons];
  return [
    `  ${paint(style, sign)} ${paint('bold', visibleLine(who.join(', ')))} ${words} at ${at}\n`,
    ...lines.map((line) => `      ${visibleLine(line)}\n`),
    `      ${paint('dim', visibleLine(`# because of ${listed(because)}`))}\n`,
  ].join('');
}

function loginLines({ login: { before, after }, denied, revoked, running }: WorkloadImpact): readonly string[] {
  const login = (): readonly string[] => {
    if (before.works === after.works) return [];
    if (after.works === true) return ['its login works'];
    if (after.works === null) return ['whether its login works is not known'];
    const texts = [after.error, ...(after.alternatives ?? [])].filter((text) => text !== null);
    return [
      `its login is refused${texts.length === 0 ? '' : `: ${texts.join('; or: ')}`}`,
      ...(after.reason === undefined ? [] : [after.reason]),
    ];
  };
  const held = running === null ? '' : ` of ${running === 1 ? '1 allocation' : `${String(running)} allocations`}`;
  return [
    ...login(),
    ...denied.map((need) => `but ${need} stays denied`),
    ...(revoked ? [`the tokens${held} are revoked; only a restart logs in anew`] : []),
  ];
}

const becomes: Readonly<Record<NeedImpact['change'], string>> = {
  stops: 'is denied from then on',
  starts: 'is allowed from then on',
  unknown: 'may be allowed or denied',
};

function needLines({
  need,
  origin,
  request,
  conditional,
  change,
  before,
  after,
  unknown,
}: NeedImpact): readonly string[] {
  const context = [...(origin === '' ? [] : [origin]), ...(conditional ? ['under a condition'] : [])];
  const asks = request === null ? '' : ` asks ${requestText(request)}`;
  return [
    `${need}${asks}: ${becomes[change]}${context.length === 0 ? '' : ` (${context.join(', ')})`}`,
    ...(change === 'stops' && before.decidedBy !== null ? [`  before: ${decidedText(before.decidedBy)}`] : []),
    ...(after.decidedBy === null ? [] : [`  then: ${decidedText(after.decidedBy)}`]),
    ...unknown.map((reason) => `  ${reasonText(reason)}`),
  ];
}

function tokenLine({ product, address, change, tokens, aliases, agents }: TokenImpact): string {
  const which = product === 'consul' ? 'Consul' : 'Vault';
  const held = agents.length === 0 ? '' : `, that of ${agents.join(', ')} among them`;
  const known = aliases === undefined ? '' : ` (${counted(aliases, 'workload has', 'workloads have')} logged in there)`;
  const number =
    tokens === null ? `all tokens of ${which}` : counted(tokens, `token of ${which}`, `tokens of ${which}`);
  if (change === 'narrowed') return `${number} that ${tokens === 1 ? 'uses' : 'use'} ${address} may do less${held}`;
  return `${number} made with ${address} ${tokens === 1 ? 'is' : 'are'} revoked${known}${held}`;
}

/** What the answer rests on, where it is less than everything. */
function given({ notRead, elsewhere, assumed }: Impact, paint: Paint): readonly string[] {
  const gaps = [...new Set(notRead.map(({ what, reason }) => `not read: ${what}: ${reason}`))];
  const other =
    elsewhere.length === 0 ? [] : [`in other namespaces, of which no workload is looked at: ${elsewhere.join(', ')}`];
  const given = assumed.map((sentence) => `taken for given: ${sentence}`);
  return [...gaps, ...other, ...given].map((line) => `  ${paint('dim', visibleLine(line))}\n`);
}

function summary(impact: Impact, paint: Paint): string {
  const [breaks, heals, unknown] = (['breaks', 'heals', 'unknown'] as const).map((effect) =>
    countWorkloads(impact, effect),
  ) as [number, number, number];
  const parts: readonly (readonly [number, string])[] = [
    [breaks, 'would stop working'],
    [heals, 'would start working'],
    [unknown, 'may do either'],
  ];
  const told = parts
    .filter(([number]) => number > 0)
    .map(([number, words], index) =>
      index === 0 ? `${counted(number, 'workload', 'workloads')} ${words}` : `${String(number)} ${words}`,
    );
  const jobs = counted(impact.jobs, 'job', 'jobs');
  const style = breaks > 0 ? 'red' : 'bold';
  return told.length === 0
    ? `${paint('bold', 'Impact:')} no workload starts or stops working (${jobs} looked at).\n`
    : `${paint(style, 'Impact:')} ${told.join(', ')} (${jobs} looked at).\n`;
}

function listed(addresses: readonly string[]): string {
  const rest = addresses.length - 3;
  return rest > 0 ? `${addresses.slice(0, 3).join(', ')} and ${String(rest)} more` : addresses.join(', ');
}

function counted(number: number, one: string, many: string): string {
  return `${String(number)} ${number === 1 ? one : many}`;
}
