import type { Command as Commander } from 'commander';
import type { worldOfSources } from '../collect/files/world.ts';
import type { FixQuestion, Fixed, Sources } from '../audit/fix/fix-sources.ts';
import type { Finding } from '../model/finding.ts';
import type { AuditConfig } from '../spec/audit-levels.ts';
import { systemClock } from '../support/clock.ts';
import { WidError } from '../support/errors.ts';
import type { Source } from '../syntax/source.ts';
import { readAuditConfig } from './audit-options.ts';
import type { Command, Context, ExitCode } from './command.ts';
import { fileOptions, type FileOptions } from './file-options.ts';
import { collected } from './provisioning.ts';

interface Options extends FileOptions {
  readonly rule?: readonly string[];
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly config?: string;
}

export const fix: Command<Options> = {
  name: 'fix',
  summary: 'Mend job and agent files where it is sure how, comments and layout kept',
  examples: [
    'wid fix jobs/ nomad.d/',
    'wid fix --dry-run jobs/',
    'wid fix --rule job/consul-block-missing -y web.nomad.hcl',
  ],

  describe(command: Commander) {
    fileOptions(command)
      .argument(
        '[path...]',
        'job files, configurations of Nomad agents, and whatever else tells of the cluster; folders too (default: this one)',
      )
      .option('--rule <id>', 'mend what this rule finds; may be repeated (default: all that can be mended)', collected)
      .option('-y, --yes', 'do not ask')
      .option('--dry-run', 'show what would be changed, and change nothing')
      .option('--config <file>', 'levels and ignores, as for wid audit');
  },

  async run(context, args, options): Promise<ExitCode> {
    const paths = args.flat().filter((path): path is string => path !== undefined);
    const { fixSources } = await import('../audit/fix/fix-sources.ts');
    const fixed = fixSources(await questionOf(context, paths.length === 0 ? ['.'] : paths, options));
    return carryOut(context, fixed, options);
  },
};

async function questionOf(context: Context, paths: readonly string[], options: Options): Promise<FixQuestion> {
  const { discover } = await import('../collect/files/discover.ts');
  const { jobVariables } = await import('../collect/files/variables.ts');
  const { rules } = await import('../rules/index.ts');
  const { checkRuleNames } = await import('../audit/levels.ts');
  const config = await readAuditConfig(options, { levels: [], ignore: [] });
  const wanted = options.rule ?? [];
  checkRuleNames(config, rules);
  checkRuleNames({ levels: [], ignore: wanted.map((rule) => ({ rule, subject: {}, reason: '' })) }, rules);
  const { found, passedOver, unreadable } = await discover(paths);
  for (const { file, reason } of passedOver) context.err(`${file} is passed over: ${reason}\n`);
  for (const { message } of unreadable) context.err(`${message}\n`);
  const { var: vars, varFile: varFiles, nomadVersion } = options;
  const variables = await jobVariables({
    env: context.env,
    ...(vars === undefined ? {} : { vars }),
    ...(varFiles === undefined ? {} : { varFiles }),
  });
  const given = {
    named: paths,
    variables,
    env: context.env,
    now: Math.floor(systemClock.now() / 1000),
    ...(nomadVersion === undefined ? {} : { nomadVersion }),
  };
  const sources: Sources = new Map(found.map(({ source }): [string, Source] => [source.name, source]));
  const audit = await auditOf(context, sources, given, config);
  const { isMeant } = await import('../audit/levels.ts');
  return {
    sources,
    audit,
    chosen: ({ rule }) => wanted.length === 0 || wanted.some((pattern) => isMeant(pattern, rule)),
  };
}

/** What the audit finds in texts. A text that could be read before and cannot be read now is an error. */
async function auditOf(
  context: Context,
  first: Sources,
  given: Parameters<typeof worldOfSources>[1],
  config: AuditConfig,
): Promise<FixQuestion['audit']> {
  const { worldOfSources: worldOf } = await import('../collect/files/world.ts');
  const { audit } = await import('../audit/audit.ts');
  const { levelsOf } = await import('../audit/levels.ts');
  const { suppress } = await import('../audit/suppress.ts');
  const { ignoresOf } = await import('../audit/job-meta.ts');
  const { withReadableJobs } = await import('../audit/readable-jobs.ts');
  const { lookAt } = await import('../rules/look-at.ts');
  const { rules } = await import('../rules/index.ts');
  const known = new Set<string>();
  return (sources): readonly Finding[] => {
    const { world: read, sources: shown, audit: ofSpec, ...rest } = worldOf([...sources.values()], given);
    const unread = [...rest.overlooked, ...rest.unread];
    const world = withReadableJobs(read);
    const fresh = unread.find(({ message }) => !known.has(message));
    if (fresh !== undefined && sources !== first) throw fresh;
    for (const error of unread) {
      known.add(error.message);
      context.err(`${error.message}\n`);
    }
    const heeded: AuditConfig = {
      levels: [...ofSpec.levels, ...config.levels],
      ignore: [...ofSpec.ignore, ...config.ignore],
    };
    const report = audit(world, lookAt(world, { now: given.now, sources: shown }), rules, levelsOf(heeded, rules));
    const ignores = [...heeded.ignore, ...(world.nomad?.jobs ?? []).flatMap(ignoresOf)];
    return suppress(report, ignores, new Set(), given.now).report.findings;
  };
}

async function carryOut(context: Context, fixed: Fixed, { yes = false, dryRun = false }: Options): Promise<ExitCode> {
  const { countText, fixText, refusalLine } = await import('../report/fix-text.ts');
  for (const refusal of fixed.refused) context.err(`${refusalLine(refusal)}\n`);
  if (fixed.files.length === 0) {
    context.out('There is nothing to mend.\n');
    return fixed.refused.length > 0 ? 1 : 0;
  }
  context.out(`${fixText(fixed, context)}\n`);
  if (dryRun) {
    context.out(`${countText(fixed)} can be mended.\n`);
    return 1;
  }
  if (!yes && !(await agreed(context))) return 1;
  const { writeFixed } = await import('./fix-files.ts');
  for (const file of fixed.files) await writeFixed(file);
  context.out(`${countText(fixed)} mended.\n`);
  return fixed.refused.length > 0 ? 1 : 0;
}

async function agreed(context: Context): Promise<boolean> {
  if (!context.interactive)
    throw new WidError('usage', 'there is nobody to ask whether to write this', {
      hint: 'add -y to write without asking, or --dry-run to see it only',
    });
  const answer = await context.ask('Write these changes? Only "yes" goes on: ');
  if (answer.trim() === 'yes') return true;
  context.err('Stopped. Nothing was changed.\n');
  return false;
}
