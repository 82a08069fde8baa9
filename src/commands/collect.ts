import { writeFile } from 'node:fs/promises';
import type { NotRead } from '../model/world.ts';
import { WidError } from '../support/errors.ts';
import { whyUnwritable } from '../support/file-reason.ts';
import type { Command, ExitCode } from './command.ts';
import { expectSomething } from './expect-world.ts';
import { liveOptions, readLiveWithOptions, type LiveOptions } from './live-options.ts';
import { withServers } from './provisioning.ts';

interface Options extends LiveOptions {
  readonly out?: string;
}

export const collect: Command<Options> = {
  name: 'collect',
  summary: 'Write down all that decides about workload identity in a cluster, without secrets',
  examples: [
    'wid collect --out world.json',
    'wid collect --namespace prod --require nomad --require consul > world.json',
    "wid collect --region '*' --out world.json && wid explain web --world world.json",
  ],

  describe(command) {
    liveOptions(command).option('--out <file>', 'write the world to this file instead of standard output');
  },

  async run(context, _args, options): Promise<ExitCode> {
    return withServers(context, async (clients): Promise<ExitCode> => {
      const world = await readLiveWithOptions(context, clients, options);
      expectSomething(world);
      const { formatWorld } = await import('../collect/saved-world.ts');
      const text = formatWorld(world);
      if (options.out === undefined) context.out(text);
      else await keep(options.out, text);
      const { visibleLine } = await import('../report/visible.ts');
      for (const line of notReadLines(world.notRead)) context.err(`${visibleLine(line)}\n`);
      return 0;
    });
  },
};

/** What fails for one reason is said once, with all that it is about. */
function notReadLines(notRead: readonly NotRead[]): readonly string[] {
  const byReason = new Map<string, NotRead[]>();
  for (const gap of notRead) {
    const key = JSON.stringify([gap.reason, gap.permission]);
    byReason.set(key, [...(byReason.get(key) ?? []), gap]);
  }
  return [...byReason.values()].map((gaps) => {
    const [{ reason, permission } = { reason: '', permission: undefined }] = gaps;
    const what = [...new Set(gaps.map((gap) => gap.what))];
    const more = what.length > 3 ? ` and ${String(what.length - 3)} more` : '';
    const needs = permission === undefined ? '' : ` (needs ${permission})`;
    return `Not read: ${what.slice(0, 3).join(', ')}${more}: ${reason}${needs}`;
  });
}

async function keep(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600 });
  } catch (cause) {
    throw new WidError('file', `cannot write the world ${path}: ${whyUnwritable(cause)}`, { cause });
  }
}
