import type { ApplyEvent, ApplyResult } from '../provision/apply.ts';
import type { Action } from '../provision/plan.ts';
import { errorText } from './error-text.ts';
import { painter } from './paint.ts';
import { visibleLine } from './visible.ts';

type Look = { readonly colour: boolean };

const doing: Readonly<Record<Action, readonly [string, string]>> = {
  create: ['creating', 'created'],
  update: ['changing', 'changed'],
  replace: ['replacing', 'replaced'],
  delete: ['deleting', 'deleted'],
  adopt: ['taking over', 'taken over'],
  conflict: ['', ''],
  orphan: ['', ''],
  none: ['', ''],
};

/** A line for each thing that happens while a plan is applied. */
export function applyProgress({ colour }: Look): (event: ApplyEvent) => string {
  const paint = painter(colour);
  return (event) => {
    const [now, then] = doing[event.action];
    const address = visibleLine(event.address);
    switch (event.type) {
      case 'start':
        return paint('dim', `${address}: ${now}…\n`);
      case 'done':
        return `${address}: ${then}\n`;
      case 'skipped':
        return `${address}: ${paint('yellow', 'not begun')}\n`;
      case 'failed':
        return `${address}: ${paint('red', 'failed')}\n`;
    }
  };
}

/** The account at the end: what was done, what failed and why, what was not begun, and what to do. */
export function applyAccount(result: ApplyResult, { colour }: Look): string {
  const paint = painter(colour);
  const { done, deleted, failed, skipped, manifestError } = result;
  const lines = failed.map(({ address, error }) => `${paint('red', visibleLine(address))}\n${errorText(error)}\n`);
  if (skipped.length > 0) lines.push(`Not begun:\n${skipped.map((address) => `  ${visibleLine(address)}\n`).join('')}`);
  if (manifestError !== undefined)
    lines.push(`The manifest could not be brought up to date:\n${errorText(manifestError)}\n`);
  const complete = failed.length === 0 && skipped.length === 0 && manifestError === undefined;
  const summary = complete
    ? `${paint('bold', 'Done:')} ${wrote(done.length, deleted.length)}.\n`
    : `${paint('bold', 'Stopped:')} ${wrote(done.length, deleted.length)}, ${String(failed.length)} failed, ${String(skipped.length)} not begun. Running it again finishes the work.\n`;
  return [...lines, summary].join('\n');
}

function wrote(written: number, deleted: number): string {
  const parts: (readonly [number, string])[] = [];
  if (written > 0 || deleted === 0) parts.push([written, 'written']);
  if (deleted > 0) parts.push([deleted, 'deleted']);
  return parts
    .map(([count, what], index) => `${String(count)}${index > 0 ? '' : count === 1 ? ' object' : ' objects'} ${what}`)
    .join(', ');
}
