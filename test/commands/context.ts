import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import type { Context } from '../../src/commands/command.ts';
import { silentLog } from '../../src/support/log.ts';

/** What a command has said. */
export interface Told {
  out: string;
  err: string;
}

/**
 * A world for a command that is run in the process of the test: nobody is there to be asked, nothing on standard input,
 * an empty environment, unless the test says otherwise.
 */
export function contextWith(more: Partial<Context> & { readonly input?: string } = {}): {
  readonly context: Context;
  readonly told: Told;
} {
  const { input = '', ...own } = more;
  const told: Told = { out: '', err: '' };
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const context: Context = {
    env: {},
    stdin: Readable.from([input]),
    out: (text) => void (told.out += text),
    err: (text) => void (told.err += text),
    log: silentLog,
    signal,
    colour: false,
    interactive: false,
    ask: () => Promise.resolve(''),
    ...own,
  };
  return { context, told };
}
