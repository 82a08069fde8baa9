import { Option, type Command as Commander } from 'commander';
import type { Outlook } from '../provision/impact/impact.ts';
import type { Plan } from '../provision/plan.ts';
import { WidError } from '../support/errors.ts';
import type { Context } from './command.ts';

/** The first format is the default. A word that is none of them is refused before anything is read or sent. */
export function formatOption(command: Commander, formats: readonly [string, ...string[]]): Commander {
  return command.addOption(
    new Option('--format <format>', 'how to write the result').choices(formats).default(formats[0]),
  );
}

/** The plan in the wanted format, ready to be written. */
export async function planReport(
  plan: Plan,
  { colour }: Pick<Context, 'colour'>,
  format = 'text',
  outlook?: Outlook,
): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('../report/plan-text.ts')).planText(plan, { colour }, outlook);
    case 'json':
      return (await import('../report/plan-json.ts')).planJson(plan, outlook);
    default:
      throw new WidError('usage', `--format ${format}: unknown format`, { hint: 'use text or json' });
  }
}
