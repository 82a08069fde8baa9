import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { WidError } from '../support/errors.ts';
import { whyUnwritable } from '../support/file-reason.ts';
import type { Command, Context } from './command.ts';

interface Options {
  readonly force?: boolean;
}

const schemaFile = 'wid.schema.json';

export const init: Command<Options> = {
  name: 'init',
  summary: 'Write a commented starter spec and the schema by which editors check it',
  examples: ['wid init', 'wid init prod.yaml'],

  describe(command) {
    command
      .argument('[file]', 'where to write the spec', 'wid.yaml')
      .option('--force', 'overwrite files that are there');
  },

  async run(context, [file = 'wid.yaml'], { force = false }) {
    const { starterSpec } = await import('../spec/starter.ts');
    const { specJsonSchema } = await import('../spec/json-schema.ts');
    await writeNew(file, starterSpec(nomadIn(context.env)), force);
    // The spec's first line names the schema beside it.
    const schema = join(dirname(file), schemaFile);
    // The schema says nothing that is not made anew from this version: overwriting it loses nothing.
    await writeNew(schema, `${JSON.stringify(specJsonSchema(), undefined, 2)}\n`, true);
    context.out(
      `Wrote ${file} and ${schema}.\nEdit ${file}, then see what it would do: wid plan${file === 'wid.yaml' ? '' : ` -f ${file}`}\n`,
    );
    return 0;
  },
};

/** Where Nomad is, if the environment says so and it is an address for others too: no socket, and nobody's password. */
function nomadIn({ NOMAD_ADDR: address = '' }: Context['env']): string | undefined {
  if (!/^https?:/.test(address) || !URL.canParse(address)) return undefined;
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

async function writeNew(path: string, text: string, overwrite: boolean): Promise<void> {
  try {
    await writeFile(path, text, { flag: overwrite ? 'w' : 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new WidError('file', `${path} is there already`, { hint: 'add --force to overwrite it' });
    throw new WidError('file', `cannot write ${path}: ${whyUnwritable(error)}`);
  }
}
