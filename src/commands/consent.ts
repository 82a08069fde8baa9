import type { Command as Commander } from 'commander';
import { breaking, type Outlook } from '../provision/impact/impact.ts';
import { WidError } from '../support/errors.ts';
import type { Context } from './command.ts';

export interface ConsentOptions {
  readonly yes?: boolean;
  readonly allowBreaking?: boolean;
}

export function consentOptions(command: Commander): Commander {
  return command
    .option('-y, --yes', 'do not ask; refuses when workloads would stop working')
    .option('--allow-breaking', 'go on even though workloads would stop working');
}

/**
 * Whether the user wants the plan to be carried out: asks once, and a second time when workloads would stop working.
 * @param seen whether the user has seen this very plan already and said yes by handing it over
 * @throws WidError `breaks` when workloads would stop working and nobody is asked; `usage` when there is nobody to ask
 */
export async function agreed(
  context: Context,
  options: ConsentOptions,
  outlook: Outlook | undefined,
  seen: boolean,
): Promise<boolean> {
  const { yes = false, allowBreaking = false } = options;
  const broken = allowBreaking ? 0 : breaking(outlook);
  if (seen && broken > 0 && outlook !== undefined)
    context.out((await import('../report/impact-text.ts')).impactText(outlook, context));
  if (broken > 0 && (yes || (seen && !context.interactive))) throw refusal(broken);
  if (seen || yes) return broken === 0 || (await agreedToBreak(context, broken));
  if (!context.interactive) {
    const flags = broken > 0 ? '-y and --allow-breaking' : '-y';
    throw new WidError('usage', 'there is nobody to ask whether to go on', {
      hint: `add ${flags} to go on without asking`,
    });
  }
  const answer = await context.ask('Do you want to make these changes? Only "yes" goes on: ');
  if (answer.trim() !== 'yes') return stopped(context);
  return broken === 0 || agreedToBreak(context, broken);
}

function refusal(broken: number): WidError {
  const message = `${workloads(broken)} would stop working, so nothing was changed`;
  return new WidError('breaks', message, {
    hint: 'look at what the plan says about them; --allow-breaking goes on all the same',
  });
}

/** A number has to be read before it can be typed, a yes has not. */
async function agreedToBreak(context: Context, broken: number): Promise<boolean> {
  const answer = await context.ask(`${workloads(broken)} would stop working. Type their number to go on: `);
  return answer.trim() === String(broken) || stopped(context);
}

function stopped(context: Context): false {
  context.err('Stopped. Nothing was changed.\n');
  return false;
}

function workloads(count: number): string {
  return count === 1 ? '1 workload' : `${String(count)} workloads`;
}
