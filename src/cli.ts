#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Command as Commander, CommanderError } from 'commander';
import type { Command, Context, ExitCode } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { createLog, type Level } from './support/log.ts';
import { scrub } from './support/secret.ts';

/** Everything that wid prints passes here: the second line of defence against a secret in a text. */
function write(stream: NodeJS.WriteStream, text: string): void {
  stream.write(scrub(text));
}

/** A reader that went away (`wid plan | head`) is no error. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

interface GlobalOptions {
  readonly color: boolean;
  readonly logLevel: Level | 'silent';
}

function contextOf({ color, logLevel }: GlobalOptions, signal: AbortSignal): Context {
  const { env, stdin, stdout, stderr } = process;
  const err = (text: string): void => write(stderr, text);
  return {
    env,
    stdin,
    out: (text) => write(stdout, text),
    err,
    log: createLog({ write: err, level: logLevel }),
    signal,
    colour: color && (env.FORCE_COLOR !== undefined || (stdout.isTTY && env.NO_COLOR === undefined)),
    interactive: stdin.isTTY && stdout.isTTY,
    async ask(question) {
      const lines = createInterface({ input: stdin, output: stdout });
      try {
        return await lines.question(question, { signal });
      } finally {
        lines.close();
      }
    },
  };
}

/** The first Ctrl-C lets a command end in order; the second ends it. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  }
  return controller.signal;
}

function newProgram(): Commander {
  return new Commander('wid')
    .description('Set up, audit and understand workload identity between Nomad, Consul and Vault')
    .version(version(), '-V, --version', 'print the version')
    .option('--no-color', 'plain text')
    .option('--log-level <level>', 'debug, info, warn, error or silent', 'warn')
    .configureOutput({
      writeOut: (text) => write(process.stdout, text),
      writeErr: (text) => write(process.stderr, text),
    })
    .showHelpAfterError('(wid --help lists what there is)')
    .exitOverride();
}

function declare(program: Commander, command: Command<any>, done: (code: ExitCode) => void): void {
  // oxlint-disable-line no-explicit-any -- each command has options of its own
  const sub = program.command(command.name).summary(command.summary).description(command.summary);
  command.describe(sub);
  sub.addHelpText('after', `\nExamples:\n${command.examples.map((line) => `  ${line}`).join('\n')}`);
  sub.action(async (...all: unknown[]) => {
    const options = sub.opts<object>();
    const args = all.slice(0, -2) as (string | undefined)[];
    try {
      done(await command.run(contextOf(program.opts<GlobalOptions>(), stopOnSignals()), args, options));
    } catch (error) {
      const { errorText } = await import('./report/error-text.ts');
      write(process.stderr, `${errorText(error)}\n`);
      done(command.errorExit?.(options) ?? 2);
    }
  });
}

/** Only what the command line names is loaded; help and a misspelt name need all. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = newProgram();
  const [first] = argv.filter((word) => !word.startsWith('-'));
  const named = first !== undefined && Object.hasOwn(commands, first) ? [first] : Object.keys(commands);
  if (!argv.some((word) => word === '-V' || word === '--version')) {
    const loaded = await Promise.all(named.map((name) => commands[name]?.()));
    for (const command of loaded) if (command !== undefined) declare(program, command, (result) => (code = result));
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

/** A defect: its stack helps to mend it, its secrets help nobody. */
async function defect(error: unknown): Promise<void> {
  const { errorText } = await import('./report/error-text.ts');
  write(process.stderr, `${errorText(error)}\n`);
  process.exitCode = 2;
}

process.on('uncaughtException', (error) => void defect(error));
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  await defect(error);
}
