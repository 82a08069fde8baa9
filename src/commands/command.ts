import type { Command as Commander } from 'commander';
import type { Log } from '../support/log.ts';

/** 0: nothing to report; 1: findings, drift, conflicts or a failed check; 2: could not run. */
export type ExitCode = 0 | 1 | 2;

/** The world outside, as far as a command may touch it; tests give their own. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** The result. */
  out(text: string): void;
  /** Progress and everything else that is not the result. */
  err(text: string): void;
  readonly log: Log;
  /** Aborted when the user stops the command. */
  readonly signal: AbortSignal;
  readonly colour: boolean;
  /** Whether there is somebody to ask. */
  readonly interactive: boolean;
  /** Whether somebody sees what `err` takes as it comes: standard error is a terminal. */
  readonly watched?: boolean;
  ask(question: string): Promise<string>;
}

/** One command of the command line, one file each. */
export interface Command<Options = object> {
  readonly name: string;
  /** One line for `wid --help`. */
  readonly summary: string;
  /** Command lines for the command's own help. */
  readonly examples: readonly [string, ...string[]];
  /** Declares arguments and options. */
  describe(command: Commander): void;
  run(context: Context, args: readonly (string | undefined)[], options: Options): Promise<ExitCode>;
  /** What an error exits with; 2 when left out. */
  errorExit?(options: Options): ExitCode;
}
