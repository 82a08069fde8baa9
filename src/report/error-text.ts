import { WidError, WidErrors } from '../support/errors.ts';
import { scrub } from '../support/secret.ts';
import { describePlace } from '../syntax/source.ts';
import { codeFrame } from './code-frame.ts';
import { visible } from './visible.ts';

/**
 * What a person reads when something went wrong: the sentence with its code, the place with its line, and what to do.
 * Several mistakes are listed one after another. Anything that is no WidError is a defect of wid and keeps its stack.
 */
export function errorText(error: unknown): string {
  if (error instanceof WidErrors) {
    const count = error.errors.length;
    return [...error.errors.map(one), ...(count > 1 ? [`${String(count)} errors`] : [])].join('\n\n');
  }
  if (error instanceof WidError) return one(error);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return shown(
    `error (defect): ${stack}\n  hint: this is a mistake in wid itself; please report it with the lines above`,
  );
}

function one(error: WidError): string {
  const lines = [`error (${error.code}): ${error.message}`];
  if (error.place !== undefined) lines.push(`  at ${describePlace(error.place)}`, indent(codeFrame(error.place)));
  if (error.hint !== undefined) lines.push(`  hint: ${error.hint}`);
  return shown(lines.join('\n'));
}

/** Servers' texts stand in errors too: without secrets, and without what would drive a terminal. */
function shown(text: string): string {
  return visible(scrub(text));
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
