import { Option } from 'commander';
import type { AuditReport } from '../audit/report.ts';
import type { Severity } from '../model/finding.ts';
import type { World } from '../model/world.ts';
import { auditReporters, type AuditFormat } from '../report/audit/index.ts';
import type { AuditConfig } from '../spec/audit-config.ts';
import type { Source } from '../syntax/source.ts';
import { heed, heedOptions, readAuditConfig, type HeedOptions } from './audit-options.ts';
import type { Command, Context, ExitCode } from './command.ts';
import { liveOptions, readLiveWithOptions, type LiveOptions } from './live-options.ts';
import { ownVersion } from './own-version.ts';
import { formatOption } from './plan-output.ts';
import { withServers } from './provisioning.ts';
import { readSavedWorld } from './world-options.ts';

interface Options extends LiveOptions, HeedOptions {
  readonly world?: string;
  readonly format: AuditFormat;
  readonly failOn: Severity | 'never';
}

const formats = Object.keys(auditReporters) as [AuditFormat, ...AuditFormat[]];

export const audit: Command<Options> = {
  name: 'audit',
  summary: 'Find what is wrong with workload identity, causes first',
  examples: [
    'wid audit',
    'wid audit --world world.json --format json',
    'wid audit --baseline known.json --fail-on error',
  ],

  describe(command) {
    heedOptions(liveOptions(formatOption(command, formats)))
      .option('--world <file>', 'look at a world that `wid collect` wrote instead of the servers')
      .addOption(
        new Option('--fail-on <severity>', 'exit 1 from findings of this severity on')
          .choices(['error', 'warning', 'info', 'never'])
          .default('warning'),
      );
  },

  async run(context, _args, options): Promise<ExitCode> {
    const { world, sources, ofSpec } = await readAudited(context, options);
    const { audit: run } = await import('../audit/audit.ts');
    const { lookAt } = await import('../rules/look-at.ts');
    const { rules } = await import('../rules/index.ts');
    const { checkRuleNames, levelsOf } = await import('../audit/levels.ts');
    const config = await readAuditConfig(options, ofSpec);
    checkRuleNames(config, rules);
    const now = world.takenAt;
    const look = lookAt(world, { now, sources });
    const found = run(world, look, rules, levelsOf(config, rules));
    const report = await heed(context, found, world, config, options);
    const reporter = await auditReporters[options.format]();
    const explanations = (): readonly (typeof look.jobs)[number]['explanation'][] =>
      look.jobs.map(({ explanation }) => explanation);
    context.out(
      reporter(report, { colour: context.colour, version: ownVersion(), now, source: look.source, explanations }),
    );
    return failing(report, options.failOn) ? 1 : 0;
  },
};

interface Audited {
  readonly world: World;
  readonly sources: ReadonlyMap<string, Source>;
  /** What the spec says about auditing. */
  readonly ofSpec: AuditConfig;
}

async function readAudited(context: Context, options: Options): Promise<Audited> {
  const world =
    options.world === undefined
      ? await withServers(context, (clients) => readLiveWithOptions(context, clients, options))
      : await readSavedWorld(context, options.world);
  return { world, sources: new Map(), ofSpec: { levels: [], ignore: [] } };
}

const order: readonly (Severity | 'never')[] = ['info', 'warning', 'error', 'never'];

function failing({ findings }: AuditReport, failOn: Options['failOn']): boolean {
  return findings.some(({ severity }) => order.indexOf(severity) >= order.indexOf(failOn));
}
