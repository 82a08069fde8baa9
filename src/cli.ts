#!/usr/bin/env node
import { setMaxListeners } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { CommanderError, type Command as Commander } from 'commander';
import type { Command, Context, ExitCode } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { ownVersion } from './commands/own-version.ts';
import { addCommand, newProgram } from './commands/program.ts';
import { WidError } from './support/errors.ts';
import { createLog, type Level } from './support/log.ts';
import { hideSecretsOf, scrub } from './support/secret.ts';

/** Everything that wid prints passes here: the second line of defence against a secret in a text. */
function write(stream: NodeJS.WriteStream, text: string): void {
  try {
    stream.write(scrub(text));
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

interface GlobalOptions {
  readonly color: boolean;
  readonly logLevel: Level | 'silent';
}

function contextOf({ color, logLevel }: GlobalOptions, signal: AbortSignal): Context {
  const { env, stdin, stdout } = process;
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

/** What a run on the command line came to. */
interface Outcome {
  code: ExitCode;
}

// oxlint-disable-next-line no-explicit-any -- each command has options of its own
function connectCommand(program: Commander, command: Command<any>, outcome: Outcome): Commander {
  const sub = addCommand(program, command);
  return sub.action(async (...all: unknown[]) => {
    // An argument that may be repeated comes as a list.
    const args = all.slice(0, -2).flat() as (string | undefined)[];
    try {
      outcome.code = await command.run(contextOf(program.opts<GlobalOptions>(), stopOnSignals()), args, sub.opts());
    } catch (error) {
      await tell(error);
      outcome.code = command.errorExit?.(sub.opts()) ?? 2;
    }
  });
}

async function tell(error: unknown): Promise<void> {
  const { errorText } = await import('./report/error-text.ts');
  err(`${errorText(error)}\n`);
}

/** Only what the command line names is loaded; help and a misspelt name need all. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  const outcome: Outcome = { code: 0 };
  const program = newProgram(ownVersion(), { out, err });
  const [first, second] = argv.filter((word) => !word.startsWith('-'));
  // Commander would show the general help and not say what was wrong.
  if (first === 'help' && second !== undefined && !Object.hasOwn(commands, second)) return main([second]);
  const known = first !== undefined && Object.hasOwn(commands, first) ? first : undefined;
  let usageExit = (): ExitCode => 2;
  if (!argv.some((word) => word === '-V' || word === '--version')) {
    for (const name of known === undefined ? Object.keys(commands) : [known]) {
      const command = await commands[name]?.();
      if (command === undefined) continue;
      const sub = connectCommand(program, command, outcome);
      if (name === known) usageExit = () => command.errorExit?.(sub.opts()) ?? 2;
    }
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return outcome.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageExit();
    throw error;
  }
}

/** A defect: its stack helps to mend it, its secrets help nobody. Nothing goes on behind it, for nobody knows in what state. */
async function defect(error: unknown): Promise<never> {
  await tell(error);
  process.exit(2);
}

hideSecretsOf(process.env);
process.on('uncaughtException', (error) => void defect(error));
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  await defect(error);
}
