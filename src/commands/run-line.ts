import { CommanderError, type Command as Commander } from 'commander';
import type { Level } from '../support/log.ts';
import { scrub } from '../support/secret.ts';
import type { Command, Context, ExitCode } from './command.ts';
import { commands } from './index.ts';
import { ownVersion } from './own-version.ts';
import { addCommand, newProgram, type Writers } from './program.ts';

export interface GlobalOptions {
  readonly color: boolean;
  readonly logLevel: Level | 'silent';
}

/** What a run takes from the world outside beside its command line. */
export interface World extends Writers {
  /** @param writers take a command's output, and let no secret through */
  contextOf(options: GlobalOptions, writers: Writers): Context;
}

/** Runs one command line. Only what it names is loaded; help and a misspelt name need all. */
export async function runLine(argv: readonly string[], world: World): Promise<ExitCode> {
  const outcome: Outcome = { code: 0 };
  // The second line of defence against a secret in a text.
  const writers: Writers = { out: (text) => world.out(scrub(text)), err: (text) => world.err(scrub(text)) };
  const program = newProgram(ownVersion(), writers);
  const [first, second] = argv.filter((word) => !word.startsWith('-'));
  // Commander would show the general help and not say what was wrong.
  if (first === 'help' && second !== undefined && !Object.hasOwn(commands, second)) return runLine([second], world);
  // So say the command lines of Nomad, Consul, Vault and terraform.
  if (first === 'version') return runLine(['--version'], world);
  const known = first !== undefined && Object.hasOwn(commands, first) ? first : undefined;
  if (known !== undefined && argv.slice(0, argv.indexOf(known)).some(asksForHelp))
    return runLine([known, '--help'], world);
  let usageExit = (): ExitCode => 2;
  let asked = program;
  if (!argv.some((word) => word === '-V' || word === '--version')) {
    for (const name of known === undefined ? Object.keys(commands) : [known]) {
      const command = await commands[name]?.();
      if (command === undefined) continue;
      const sub = connectCommand(program, command, { ...world, ...writers }, outcome);
      if (name !== known) continue;
      usageExit = () => command.errorExit?.(sub.opts()) ?? 2;
      asked = sub;
    }
  }
  try {
    if (argv.includes('-help')) return await runLine([...argv.filter((word) => word !== '-help'), '--help'], world);
    refuseSingleDash(argv, program, asked);
    await program.parseAsync(argv, { from: 'user' });
    return outcome.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageExit();
    throw error;
  }
}

function asksForHelp(word: string): boolean {
  return word === '-h' || word === '--help' || word === '-help';
}

/** Terraform's and HashiCorp's own long options have one dash; here `-format` would be `-f` with a file named `ormat`. */
function refuseSingleDash(argv: readonly string[], program: Commander, asked: Commander): void {
  const known = new Set([...program.options, ...asked.options].map(({ long }) => long));
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const nameOf = (word: string): string | undefined => /^-([a-z][a-z-]+)(?:=|$)/.exec(word)?.[1];
  for (const word of words) {
    const name = nameOf(word);
    if (name === undefined || !known.has(`--${name}`)) continue;
    // What an error exits with is for the options to say.
    asked.parseOptions(words.map((one) => (nameOf(one) === undefined ? one : `-${one}`)));
    asked.error(`error: unknown option '-${name}'\n(Did you mean --${name}?)`, { code: 'commander.unknownOption' });
  }
}

/** What a run on the command line came to. */
interface Outcome {
  code: ExitCode;
}

function connectCommand(
  program: Commander,
  // oxlint-disable-next-line no-explicit-any -- each command has options of its own
  command: Command<any>,
  { out, err, contextOf }: World,
  outcome: Outcome,
): Commander {
  const sub = addCommand(program, command);
  return sub.action(async (...all: unknown[]) => {
    // An argument that may be repeated comes as a list.
    const args = all.slice(0, -2).flat() as (string | undefined)[];
    try {
      outcome.code = await command.run(contextOf(program.opts<GlobalOptions>(), { out, err }), args, sub.opts());
    } catch (error) {
      await tell(error, err);
      outcome.code = command.errorExit?.(sub.opts()) ?? 2;
    }
  });
}

/** Says what went wrong; that part of the house is loaded only then. */
export async function tell(error: unknown, err: Writers['err']): Promise<void> {
  const { errorText } = await import('../report/error-text.ts');
  err(`${errorText(error)}\n`);
}
