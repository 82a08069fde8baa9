import { tmpdir } from 'node:os';
import { runLine } from '../../src/commands/run-line.ts';
import { createLog } from '../../src/support/log.ts';
import { hideSecretsOf } from '../../src/support/secret.ts';
import type { Ran, Start } from './child.ts';
import { contextWith } from './context.ts';

let busy = false;

/**
 * Runs a command line as src/cli.ts does, but in this process: for tests that run hundreds, and whose subject is not how
 * a process starts and ends. One at a time, for relative paths are those of `cwd`.
 */
export async function widHere(
  args: readonly string[],
  { env = {}, cwd = tmpdir(), input = '' }: Start = {},
): Promise<Ran> {
  if (busy) throw new Error('another command line is being run in this process');
  busy = true;
  const before = process.cwd();
  process.chdir(cwd);
  const all = { HOME: cwd, ...env };
  hideSecretsOf(all);
  const said = { stdout: '', stderr: '' };
  try {
    const code = await runLine(args, {
      out: (text) => void (said.stdout += text),
      err: (text) => void (said.stderr += text),
      contextOf: ({ logLevel }, { out, err }) =>
        contextWith({ env: all, input, out, err, log: createLog({ write: err, level: logLevel }) }).context,
    });
    return { code, signal: null, ...said };
  } finally {
    process.chdir(before);
    busy = false;
  }
}
