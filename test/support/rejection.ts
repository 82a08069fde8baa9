import { inspect } from 'node:util';
import { expect } from 'vitest';
import type { WidError } from '../../src/support/errors.ts';

/** What a promise is rejected with; fails when it is not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<WidError> {
  return promise.then(
    (value) => expect.fail(`expected a rejection, got ${inspect(value)}`),
    (error: unknown) => error as WidError,
  );
}

/** Everything that a program could show of an error, in one text. */
export function everythingShown(error: unknown): string {
  const causes = (error as Error).cause === undefined ? '' : everythingShown((error as Error).cause);
  return [
    inspect(error, { depth: 20, showHidden: true }),
    JSON.stringify(error),
    String(error),
    (error as Error).stack,
    causes,
  ].join('\n');
}
