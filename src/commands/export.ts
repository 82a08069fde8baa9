import { Option } from 'commander';
import { remembering } from '../clients/remembering.ts';
import { readInventory } from '../collect/inventory.ts';
import type { KindId } from '../kinds/kind.ts';
import { kinds } from '../kinds/index.ts';
import { nameShape } from '../spec/name-shape.ts';
import { specOf } from '../spec/write.ts';
import { WidError } from '../support/errors.ts';
import type { Command, ExitCode } from './command.ts';
import { formatOption } from './plan-output.ts';
import { secretFrom, withServers } from './provisioning.ts';

interface Options {
  readonly name?: string;
  readonly only?: string;
  readonly format?: string;
}

const products = ['consul', 'vault'];

export const exportCommand: Command<Options> = {
  name: 'export',
  summary: 'Write the spec that asks for exactly what Consul and Vault hold now',
  examples: ['wid export > wid.yaml', 'wid export --only vault --name prod'],

  describe(command) {
    formatOption(command, ['yaml', 'json'])
      .option('--name <name>', 'the name of the spec (default: default)')
      .addOption(new Option('--only <product>', 'leave out the other one').choices(products));
  },

  async run(context, _args, { name = 'default', only, format = 'yaml' }): Promise<ExitCode> {
    expectSpecName(name);
    return withServers(context, async (clients): Promise<ExitCode> => {
      const wanted = (Object.keys(kinds) as KindId[]).filter(
        (kind) => only === undefined || kind.startsWith(`${only}/`),
      );
      const reach = {
        clients: remembering(clients),
        accessors: new Map<string, string>(),
        secret: secretFrom(context.env),
      };
      const spec = specOf(name, await readInventory(reach, wanted));
      context.out(format === 'json' ? `${JSON.stringify(spec, undefined, 2)}\n` : await yaml(spec));
      return 0;
    });
  },
};

/** What is written is to be read again. */
function expectSpecName(name: string): void {
  if (!nameShape.pattern.test(name)) throw new WidError('usage', `--name ${JSON.stringify(name)}: ${nameShape.words}`);
}

async function yaml(spec: object): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(spec, { lineWidth: 0, aliasDuplicateObjects: false });
}
