import { Readable } from 'node:stream';
import type { Context } from '../../src/commands/command.ts';
import { predict } from '../../src/commands/predict.ts';
import { silentLog } from '../../src/support/log.ts';

type Run = (text: string, options?: { ndjson?: boolean }) => Promise<{ code: number; out: string }>;

/** Runs `wid predict` for a product, in-process, with a text on standard input. */
export function predicting(product: string): Run {
  return async (text, options = {}) => {
    let out = '';
    const context: Context = {
      env: {},
      stdin: Readable.from([Buffer.from(text)]),
      out: (more) => (out += more),
      err: () => undefined,
      log: silentLog,
      signal: new AbortController().signal,
      colour: false,
      interactive: false,
      ask: () => Promise.resolve(''),
    };
    const code = await predict.run(context, [product, '-'], options);
    return { code, out };
  };
}
