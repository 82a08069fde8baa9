import { writeFile } from 'node:fs/promises';
import { changesSomething } from '../provision/plan.ts';
import { formatPlanFile } from '../provision/plan-file.ts';
import { survey } from '../provision/survey.ts';
import { WidError } from '../support/errors.ts';
import { whyUnwritable } from '../support/file-reason.ts';
import type { Command } from './command.ts';
import { foresee, impactOptions, type ImpactOptions } from './foresee.ts';
import { formatOption, planReport } from './plan-output.ts';
import {
  ownershipOptions,
  specOption,
  targetOption,
  withProvisioning,
  type ProvisioningOptions,
} from './provisioning.ts';

interface Options extends ProvisioningOptions, ImpactOptions {
  readonly detailedExitcode?: boolean;
  readonly out?: string;
}

export const plan: Command<Options> = {
  name: 'plan',
  summary: 'Show what would change to make Consul and Vault as the spec says',
  examples: [
    'wid plan',
    'wid plan -f prod.yaml --out prod.wid-plan.json',
    'wid plan --format json --detailed-exitcode',
    'wid collect --out world.json && wid plan --world world.json',
  ],

  describe(command) {
    impactOptions(ownershipOptions(targetOption(formatOption(specOption(command), ['text', 'json']))))
      .option('--out <file>', 'keep the plan in a file, for `wid apply FILE`')
      .option('--detailed-exitcode', 'exit 0 when nothing would change, 2 when something would, 1 on an error');
  },

  errorExit: ({ detailedExitcode }) => (detailedExitcode === true ? 1 : 2),

  async run(context, _args, options) {
    return withProvisioning(context, options, async ({ spec, question, clients, store, secret }) => {
      const { plan: made } = await survey(question, clients, store, secret);
      const outlook = await foresee(context, clients, made, options);
      if (options.out !== undefined) {
        const { manifest, name } = spec;
        const file = {
          spec: name,
          manifest,
          options: question.options,
          intents: question.intents,
          plan: made,
        };
        await keep(options.out, formatPlanFile(file));
      }
      context.out(await planReport(made, context, options.format, outlook));
      if (options.out !== undefined)
        context.err(`Kept the plan in ${options.out}. To make these changes and no others: wid apply ${options.out}\n`);
      const conflicts = made.steps.some(({ action }) => action === 'conflict');
      if (options.detailedExitcode === true) return changesSomething(made) ? 2 : 0;
      return conflicts ? 1 : 0;
    });
  },
};

async function keep(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600 });
  } catch (cause) {
    throw new WidError('file', `cannot write the plan ${path}: ${whyUnwritable(cause)}`, { cause });
  }
}
