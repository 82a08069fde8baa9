import { readFile } from 'node:fs/promises';
import type { Command as Commander } from 'commander';
import type { World } from '../model/world.ts';
import { WidError } from '../support/errors.ts';
import { whyUnreadable } from '../support/file-reason.ts';
import type { Source } from '../syntax/source.ts';
import type { Context } from './command.ts';
import { versionOf } from './file-options.ts';
import { collected } from './provisioning.ts';

/** Options of the commands that can look at a world that was saved, or at the configuration of agents in files. */
export interface WorldOptions {
  readonly world?: string;
  readonly agentConfig?: readonly string[];
  readonly nomadVersion?: string;
}

export function worldOptions(command: Commander): Commander {
  return command
    .option('--world <file>', 'take what `wid collect` wrote instead of asking the servers; "-" for standard input')
    .option(
      '--agent-config <path>',
      "what Nomad's agents are configured with: a file or folder, as its -config takes them; may be repeated",
      collected,
    )
    .option('--nomad-version <version>', 'of the agents that --agent-config tells of (default: 1.11.1)', versionOf);
}

/** The world in a file, without asking any server. */
export async function readSavedWorld(context: Context, path: string): Promise<World> {
  const { parseWorld } = await import('../collect/saved-world.ts');
  if (path !== '-') return parseWorld(await readSource(path, 'world'));
  const { wholeText } = await import('./predict-input.ts');
  return parseWorld({ name: '<stdin>', text: await wholeText(context.stdin, path) });
}

/** @param what it is, for the error: `job file` */
export async function readSource(path: string, what: string): Promise<Source> {
  try {
    return { name: path, text: await readFile(path, 'utf8') };
  } catch (cause) {
    throw new WidError('file', `cannot read the ${what} ${path}: ${whyUnreadable(cause)}`, { cause });
  }
}
