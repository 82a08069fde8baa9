#!/usr/bin/env node
import { setMaxListeners } from 'node:events';
import { createInterface } from 'node:readline/promises';
import type { Context } from './commands/command.ts';
import type { Writers } from './commands/program.ts';
import { runLine, tell, type GlobalOptions } from './commands/run-line.ts';
import { WidError } from './support/errors.ts';
import { createLog } from './support/log.ts';
import { hideSecretsOf } from './support/secret.ts';

/** Everything that wid prints passes here, without secrets: the line that is run has taken them out. */
function write(stream: NodeJS.WriteStream, text: string): void {
  try {
    stream.write(text);
  } catch (error) {
    throw unwritable(error);
  }
}

/** Of standard output or standard error, when it is a file: a full disk, for example. */
function unwritable(error: unknown): WidError {
  const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
  return new WidError('file', `the output cannot be written: ${reason}`, { cause: error });
}

const out = (text: string): void => write(process.stdout, text);
const err = (text: string): void => write(process.stderr, text);

/** A reader that went away (`wid plan | head`) is no error. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw unwritable(error);
    process.exit();
  });
}

function contextOf({ color, logLevel }: GlobalOptions, { out, err }: Writers): Context {
  const { env, stdin, stdout } = process;
  const signal = stopOnSignals();
  return {
    env,
    stdin,
    out,
    err,
    log: createLog({ write: err, level: logLevel }),
    signal,
    colour: color && wantsColour(env, stdout.isTTY),
    interactive: stdin.isTTY && stdout.isTTY,
    watched: process.stderr.isTTY,
    async ask(question) {
      const lines = createInterface({ input: stdin, output: stdout });
      try {
        return await lines.question(question, { signal });
      } catch (error) {
        // Ctrl-C and the end of input are an answer too, and it is no.
        if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
        out('\n');
        return '';
      } finally {
        lines.close();
      }
    },
  };
}

/** NO_COLOR counts when it is set to anything but nothing (no-color.org); FORCE_COLOR is stronger, and `0` means no. */
function wantsColour({ FORCE_COLOR: force, NO_COLOR: no }: NodeJS.ProcessEnv, terminal: boolean): boolean {
  if (force !== undefined && force !== '') return force !== '0';
  return terminal && (no === undefined || no === '');
}

/** The first Ctrl-C lets a command end in order; the second ends it. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  // Each request under way listens, and there may be dozens at once: that is no leak.
  setMaxListeners(0, controller.signal);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  }
  return controller.signal;
}

/** A defect: its stack helps to mend it, its secrets help nobody. Nothing goes on behind it, for nobody knows in what state. */
async function defect(error: unknown): Promise<never> {
  await tell(error, err);
  process.exit(2);
}

hideSecretsOf(process.env);
process.on('uncaughtException', (error) => void defect(error));
runLine(process.argv.slice(2), { out, err, contextOf }).then((code) => {
  process.exitCode = code;
}, defect);
