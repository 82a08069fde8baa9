import { InvalidArgumentError, type Command as Commander } from 'commander';
import { collected } from './provisioning.ts';

/** What files do not say of themselves. */
export interface FileOptions {
  readonly var?: readonly string[];
  readonly varFile?: readonly string[];
  readonly nomadVersion?: string;
}

export function fileOptions(command: Commander): Commander {
  return command
    .option('--var <name=value>', 'value of a variable of the job files; may be repeated', collected)
    .option('--var-file <file>', 'file with such values; may be repeated', collected)
    .option('--nomad-version <version>', 'of the agents whose configuration is in files (default: 1.11.1)', versionOf);
}

/** Throws what commander shows. */
export function versionOf(value: string): string {
  if (/^\d+\.\d+\.\d+/.test(value)) return value;
  throw new InvalidArgumentError('A version is written 1.11.1.');
}
