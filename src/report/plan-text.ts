import type { Outlook } from '../provision/impact/impact.ts';
import { summarize, changesSomething, type Action, type Plan, type Step } from '../provision/plan.ts';
import { changeLines } from './change-lines.ts';
import { impactText } from './impact-text.ts';
import { painter, type Paint } from './paint.ts';
import { visibleLine } from './visible.ts';

type Style = Parameters<Paint>[0];

/** How each action looks: its sign, its colour, and its words behind the address. */
const looks: Readonly<Record<Exclude<Action, 'none'>, { sign: string; style: Style; words: string }>> = {
  create: { sign: '+', style: 'green', words: 'will be created' },
  update: { sign: '~', style: 'yellow', words: 'will be changed in place' },
  replace: { sign: '-/+', style: 'magenta', words: 'must be replaced' },
  delete: { sign: '-', style: 'red', words: 'will be deleted' },
  adopt: { sign: '>', style: 'cyan', words: 'will be taken over' },
  conflict: { sign: '!', style: 'red', words: 'is in the way' },
  orphan: { sign: '?', style: 'dim', words: 'has left the spec; --prune deletes it' },
};

/** A plan for people, like terraform's: every object that changes with its fields, then the count. */
export function planText(plan: Plan, { colour }: { readonly colour: boolean }, outlook?: Outlook): string {
  const paint = painter(colour);
  const shown = plan.steps.flatMap((step) => (step.action === 'none' ? [] : [stepText(step, step.action, paint)]));
  const warnings = plan.warnings.map((warning) => `${paint('yellow', 'warning:')} ${visibleLine(warning)}\n`);
  const impact = outlook === undefined ? [] : [impactText(outlook, { colour })];
  return [...warnings, ...shown, ending(plan, paint), ...impact].join('\n');
}

function stepText(step: Step, action: Exclude<Action, 'none'>, paint: Paint): string {
  const { sign, style, words } = looks[action];
  const reasons = [step.because, askedBy(step)];
  const comments = reasons
    .filter((reason) => reason !== undefined)
    .map((reason) => `      ${paint('dim', `# ${visibleLine(reason)}`)}\n`);
  const changes = step.changes.flatMap((change) => changeLines(change, paint)).map((line) => `      ${line}\n`);
  const title = `${paint(style, sign.padStart(3))} ${paint('bold', visibleLine(step.address))} ${words}`;
  return [`${title}\n`, ...comments, ...changes].join('');
}

/** Where the spec asks for it, and what it is a part of there. */
function askedBy({ origin, place = '' }: Step): string | undefined {
  return origin === undefined || origin === 'the spec' ? place || undefined : `for ${origin}, ${place}`;
}

function ending(plan: Plan, paint: Paint): string {
  const sum = summarize(plan);
  const unowned = plan.steps.filter(({ action, owned }) => action === 'none' && !owned).length;
  const lines = [
    changesSomething(plan) ? `${paint('bold', 'Plan:')} ${counts(plan)}.` : paint('bold', quiet(plan)),
    ...(sum.conflict > 0
      ? [`${count(sum.conflict, 'object is', 'objects are')} in the way; nothing can be applied until that is settled.`]
      : []),
    ...(unowned > 0
      ? [
          `${count(unowned, 'object is', 'objects are')} as the spec says but not owned by it; --adopt takes ${unowned === 1 ? 'it' : 'them'} over.`,
        ]
      : []),
    ...(sum.orphan > 0
      ? [
          `${count(sum.orphan, 'owned object has', 'owned objects have')} left the spec; --prune deletes ${sum.orphan === 1 ? 'it' : 'them'}.`,
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function quiet(plan: Plan): string {
  const { adopt, orphan } = summarize(plan);
  const held = plan.steps.length - orphan;
  const objects = held === 1 ? 'the one object is' : `all ${String(held)} objects are`;
  if (held === 0) return 'No changes: there are no objects to work on.';
  return adopt > 0
    ? `No changes to any object; ${count(adopt, 'object', 'objects')} will be taken over.`
    : `No changes: ${objects} as the spec says.`;
}

function counts(plan: Plan): string {
  const { create, update, replace, delete: gone, adopt, conflict } = summarize(plan);
  const parts: readonly (readonly [number, string])[] = [
    [create, 'to create'],
    [update, 'to change'],
    [replace, 'to replace'],
    [adopt, 'to take over'],
    [gone, 'to delete'],
    [conflict, 'in conflict'],
  ];
  return parts
    .filter(([number]) => number > 0)
    .map(([number, words]) => `${String(number)} ${words}`)
    .join(', ');
}

function count(number: number, one: string, many: string): string {
  return `${String(number)} ${number === 1 ? one : many}`;
}
