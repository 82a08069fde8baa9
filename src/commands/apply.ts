import { readFile } from 'node:fs/promises';
import type { Outlook } from '../provision/impact/impact.ts';
import { openStore } from '../provision/manifest/open-store.ts';
import { expectUnmoved, parsePlanFile } from '../provision/plan-file.ts';
import type { WorkPlan } from '../provision/planned-step.ts';
import { survey, type Survey } from '../provision/survey.ts';
import { systemClock } from '../support/clock.ts';
import { WidError } from '../support/errors.ts';
import { whyUnreadable } from '../support/file-reason.ts';
import { carryOut, carryOutOptions, handsFor, type CarryOutOptions } from './carry-out.ts';
import type { Command, Context, ExitCode } from './command.ts';
import { foresee, impactOptions, type ImpactOptions } from './foresee.ts';
import {
  ownershipOptions,
  secretFrom,
  specOption,
  targetOption,
  withProvisioning,
  withServers,
  type ProvisioningOptions,
} from './provisioning.ts';

type Options = ProvisioningOptions & CarryOutOptions & ImpactOptions;

export const apply: Command<Options> = {
  name: 'apply',
  summary: 'Make Consul and Vault as the spec says',
  examples: ['wid apply', 'wid apply -y --prune', 'wid apply prod.wid-plan.json', 'wid apply -y --allow-breaking'],

  describe(command) {
    command.argument('[plan]', 'a plan kept by `wid plan --out`; nothing may have moved since');
    carryOutOptions(impactOptions(ownershipOptions(targetOption(specOption(command)))));
  },

  async run(context, [planFile], options) {
    if (planFile !== undefined) return applyFile(context, planFile, options);
    return withProvisioning(context, options, async ({ spec, question, clients, store, secret }) => {
      const hands = await handsFor(clients, spec.manifest, spec.name);
      const look = (): Promise<Survey> => survey(question, clients, store, secret);
      const outlookOf = (plan: WorkPlan): Promise<Outlook | undefined> => foresee(context, clients, plan, options);
      return carryOut(context, hands, options, { look, outlookOf });
    });
  },
};

/** A plan file says everything itself; the only question left is whether the servers still are as it saw them. */
async function applyFile(context: Context, path: string, options: Options): Promise<ExitCode> {
  const given = [...(options.file ?? []).map(() => '--file'), ...(options.target ?? []).map(() => '--target')];
  if (options.adopt === true) given.push('--adopt');
  if (options.prune === true) given.push('--prune');
  if (given.length > 0) {
    throw new WidError('usage', `${given.join(', ')} cannot be given with a plan file, which has them in it`);
  }
  const kept = parsePlanFile(await readPlan(path), path);
  return withServers(context, async (clients) => {
    const store = await openStore(kept.manifest, kept.spec, clients, systemClock);
    const question = { ...kept, existing: [], warnings: [] };
    const look = async (): Promise<Survey> => {
      const found = await survey(question, clients, store, secretFrom(context.env));
      expectUnmoved(kept.steps, found.plan);
      return found;
    };
    const hands = await handsFor(clients, kept.manifest, kept.spec);
    const outlookOf = (plan: WorkPlan): Promise<Outlook | undefined> => foresee(context, clients, plan, options);
    return carryOut(context, hands, options, { look, outlookOf }, true);
  });
}

async function readPlan(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new WidError('file', `cannot read the plan ${path}: ${whyUnreadable(cause)}`, {
      cause,
      hint: 'make one with `wid plan --out FILE`',
    });
  }
}
