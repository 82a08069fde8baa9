import { changesSomething } from '../provision/plan.ts';
import { survey } from '../provision/survey.ts';
import type { Command } from './command.ts';
import { formatOption, planReport } from './plan-output.ts';
import { specOption, targetOption, withProvisioning, type ProvisioningOptions } from './provisioning.ts';

export const drift: Command<ProvisioningOptions> = {
  name: 'drift',
  summary: 'Say whether Consul and Vault still are as the spec says; for schedulers',
  examples: ['wid drift', 'wid drift -f prod.yaml --format json'],

  describe(command) {
    targetOption(formatOption(specOption(command), ['text', 'json']));
  },

  async run(context, _args, options) {
    return withProvisioning(context, options, async ({ question, clients, store, secret }) => {
      const { plan } = await survey(question, clients, store, secret);
      context.out(await planReport(plan, context, options.format));
      return changesSomething(plan) ? 1 : 0;
    });
  },
};
