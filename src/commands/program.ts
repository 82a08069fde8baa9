import { Command as Commander, Option } from 'commander';
import type { Command } from './command.ts';

type AnyCommand = Command<any>; // oxlint-disable-line no-explicit-any -- each command has options of its own

/** Where commander's own texts go: help and usage errors. */
export interface Writers {
  out(text: string): void;
  err(text: string): void;
}

/** `wid` with its global options and no command yet. It throws where commander would end the process. */
export function newProgram(version: string, { out, err }: Writers): Commander {
  const levels = ['debug', 'info', 'warn', 'error', 'silent'];
  return (
    new Commander('wid')
      .description('Set up, audit and understand workload identity between Nomad, Consul and Vault')
      .version(version, '-V, --version', 'print the version')
      .option('--no-color', 'plain text')
      .addOption(
        new Option('--log-level <level>', 'how much to tell beside the result').choices(levels).default('warn'),
      )
      .configureOutput({ writeOut: out, writeErr: err })
      // A list of names is what one looks for; arguments and options are in each command's own help.
      .configureHelp({ subcommandTerm: (command) => command.name(), showGlobalOptions: true })
      .showHelpAfterError('(wid --help lists what there is)')
      .exitOverride()
  );
}

/** Adds a command with its arguments, options and examples. What it does is for the caller to set, by `action`. */
export function addCommand(program: Commander, command: AnyCommand): Commander {
  const sub = program.command(command.name).summary(command.summary).description(command.summary);
  command.describe(sub);
  return sub
    .showHelpAfterError(`(wid ${command.name} --help lists what there is)`)
    .addHelpText('after', `\nExamples:\n${command.examples.map((line) => `  ${line}`).join('\n')}`);
}
