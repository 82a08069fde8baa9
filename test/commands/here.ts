import { setMaxListeners } from 'node:events';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { runLine } from '../../src/commands/run-line.ts';
import { createLog } from '../../src/support/log.ts';
import { hideSecretsOf } from '../../src/support/secret.ts';
import type { Ran, RunOptions } from '../e2e/wid.ts';

let busy = false;

/**
 * Runs a command line as src/cli.ts does, but in this process: for tests that run hundreds, and whose subject is not how
 * a process starts and ends. One at a time, for relative paths are those of `cwd`.
 */
export async function widHere(
  args: readonly string[],
  { env = {}, cwd = tmpdir(), input = '' }: RunOptions = {},
): Promise<Ran> {
  if (busy) throw new Error('another command line is being run in this process');
  busy = true;
  const before = process.cwd();
  process.chdir(cwd);
  const all = { HOME: cwd, NO_COLOR: '1', ...env };
  hideSecretsOf(all);
  let stdout = '';
  let stderr = '';
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  try {
    const code = await runLine(args, {
      out: (text) => void (stdout += text),
      err: (text) => void (stderr += text),
      contextOf: ({ logLevel }, { out, err }) => ({
        env: all,
        stdin: Readable.from([input]),
        out,
        err,
        log: createLog({ write: err, level: logLevel }),
        signal: controller.signal,
        colour: false,
        interactive: false,
        ask: () => Promise.resolve(''),
      }),
    });
    return { code, stdout, stderr };
  } finally {
    process.chdir(before);
    busy = false;
  }
}
