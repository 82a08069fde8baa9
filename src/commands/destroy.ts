import { survey, type Survey } from '../provision/survey.ts';
import { carryOut, carryOutOptions, handsFor, type CarryOutOptions } from './carry-out.ts';
import type { Command } from './command.ts';
import { foresee, impactOptions, type ImpactOptions } from './foresee.ts';
import { specOption, withProvisioning, type ProvisioningOptions } from './provisioning.ts';

export const destroy: Command<ProvisioningOptions & CarryOutOptions & ImpactOptions> = {
  name: 'destroy',
  summary: 'Delete everything that the spec owns in Consul and Vault, and nothing else',
  examples: ['wid destroy', 'wid destroy -f lab.yaml -y'],

  describe(command) {
    carryOutOptions(impactOptions(specOption(command))).option(
      '--adopt',
      'also delete owned objects that were changed and may be somebody else’s by now',
    );
  },

  async run(context, _args, options) {
    return withProvisioning(context, options, async ({ spec, question, clients, store, secret }) => {
      // The spec says whose manifest it is; what goes is what the manifest holds, whatever the spec holds by now.
      const nothing = { ...question, intents: [], warnings: [], options: { ...question.options, prune: true } };
      const hands = await handsFor(clients, spec.manifest, spec.name);
      const look = async (): Promise<Survey> => {
        const found = withoutReason(await survey(nothing, clients, store, secret));
        return found.stored === undefined ? withWarning(found, nothingOwned(store.description)) : found;
      };
      return carryOut(context, hands, options, { look, outlookOf: (plan) => foresee(context, clients, plan, options) });
    });
  },
};

/** That an object left the spec is no reason where everything goes. */
function withoutReason(found: Survey): Survey {
  const steps = found.plan.steps.map((step) => (step.action === 'delete' ? { ...step, because: undefined } : step));
  return { ...found, plan: { ...found.plan, steps } };
}

/** Somebody who expects a deletion should not have to guess why there is none. */
function nothingOwned(manifest: string): string {
  return `there is no manifest at ${manifest}, so this spec owns nothing; if it was lost, \`wid apply --adopt\` rebuilds it`;
}

function withWarning(found: Survey, warning: string): Survey {
  return { ...found, plan: { ...found.plan, warnings: [...found.plan.warnings, warning] } };
}
