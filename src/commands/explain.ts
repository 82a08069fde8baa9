import { systemClock } from '../support/clock.ts';
import type { Explanation } from '../simulate/explain/explanation.ts';
import type { Command, Context } from './command.ts';
import { expectNames } from './named-workload.ts';
import { formatOption } from './plan-output.ts';
import { readToken, readWorld, workloadOptions, type WorkloadOptions } from './read-world.ts';

interface Options extends WorkloadOptions {
  readonly format?: string;
}

export const explain: Command<Options> = {
  name: 'explain',
  summary: 'Show step by step what a job may do at Consul and Vault, and which link breaks',
  examples: [
    'wid explain web',
    'wid explain web.nomad.hcl -f wid.yaml',
    'wid explain web --task server --token token.jwt',
    'wid explain web --format json',
    'wid explain web --format html > web.html',
  ],

  describe(command) {
    workloadOptions(formatOption(command, ['text', 'json', 'html'])).argument(
      '<job>',
      'the id of a job that Nomad has, or a job file in HCL or JSON',
    );
  },

  async run(context, [job = ''], options) {
    const token = await readToken(context, options.token);
    const world = await readWorld(context, job, options);
    const { explain: explained } = await import('../simulate/explain.ts');
    const { group, task, service } = options;
    const explanation = explained(world, { group, task, service, token, now: systemClock.now() / 1000 });
    if (explanation.chains.length === 0 && explanation.registration.accepted) expectNames(world.nomad.job, options);
    context.out(await report(explanation, context, options.format));
    const broken = explanation.chains.some((chain) => chain.broken !== null);
    return broken || !explanation.registration.accepted ? 1 : 0;
  },
};

async function report(explanation: Explanation, { colour }: Context, format?: string): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../report/explain-json.ts')).explainJson(explanation);
    case 'html':
      return (await import('../report/html/explain-page.ts')).explainHtml(explanation);
    default:
      return (await import('../report/explain-text.ts')).explainText(explanation, { colour });
  }
}
