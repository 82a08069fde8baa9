import { Option } from 'commander';
import type { AuditReport } from '../audit/report.ts';
import type { Severity } from '../model/finding.ts';
import type { World } from '../model/world.ts';
import { auditReporters, type AuditFormat } from '../report/audit/index.ts';
import type { LookAhead } from '../audit/look-ahead.ts';
import type { AuditConfig } from '../spec/audit-levels.ts';
import { WidError } from '../support/errors.ts';
import { systemClock } from '../support/clock.ts';
import type { Source } from '../syntax/source.ts';
import { heed, heedOptions, readAuditConfig, type HeedOptions } from './audit-options.ts';
import type { Command, Context, ExitCode } from './command.ts';
import { fileOptions, type FileOptions } from './file-options.ts';
import { expectSomething } from './expect-world.ts';
import { liveOptions, readLiveWithOptions, type LiveOptions } from './live-options.ts';
import { ownVersion } from './own-version.ts';
import { formatOption } from './plan-output.ts';
import { withServers } from './provisioning.ts';
import { readSavedWorld } from './world-options.ts';

interface Options extends LiveOptions, HeedOptions, FileOptions {
  readonly live?: boolean;
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
    'wid audit jobs/ nomad.d/ wid.yaml',
    'terraform show -json plan.out | wid audit - --live',
    'wid audit --format html > audit.html',
    'wid audit --world world.json --format json',
    'wid audit --require nomad --require consul --require vault',
    'wid audit --baseline known.json --fail-on error',
  ],

  describe(command) {
    fileOptions(heedOptions(liveOptions(formatOption(command, formats))))
      .argument(
        '[path...]',
        'files and folders to look at instead of the servers: jobs, agent configurations, specs, policies, worlds, `terraform show -json`; - for standard input',
      )
      .option('--live', 'look at the servers together with the files')
      .option('--world <file>', 'look at a world that `wid collect` wrote instead of the servers')
      .addOption(
        new Option('--fail-on <severity>', 'exit 1 from findings of this severity on')
          .choices(['error', 'warning', 'info', 'never'])
          .default('warning'),
      );
  },

  async run(context, args, options): Promise<ExitCode> {
    const paths = args.filter((one) => one !== undefined);
    const { world, sources, ofSpec, ahead, incomplete } = await readAudited(context, paths, options);
    const { audit: run } = await import('../audit/audit.ts');
    const { lookAt } = await import('../rules/look-at.ts');
    const { rules } = await import('../rules/index.ts');
    const { checkRuleNames, levelsOf } = await import('../audit/levels.ts');
    const config = await readAuditConfig(options, ofSpec);
    checkRuleNames(config, rules);
    const now = world.takenAt;
    const look = lookAt(world, { now, sources, ...(ahead && { seen: ahead.seen, spared: ahead.spared }) });
    const found = run(world, look, rules, levelsOf(config, rules), ahead?.said);
    const report = await heed(context, found, world, config, options);
    const reporter = await auditReporters[options.format]();
    const explanations = (): readonly (typeof look.jobs)[number]['explanation'][] =>
      look.jobs.map(({ explanation }) => explanation);
    context.out(
      reporter(report, { colour: context.colour, version: ownVersion(), now, source: look.source, explanations }),
    );
    if (incomplete) return 2;
    return failing(report, options.failOn) ? 1 : 0;
  },
};

interface Audited {
  readonly world: World;
  readonly sources: ReadonlyMap<string, Source>;
  /** What the spec says about auditing. */
  readonly ofSpec: AuditConfig;
  /** Whether a file could not be read of which no finding tells. */
  readonly incomplete?: boolean;
  /** Jobs of this very world that were looked at already. */
  readonly ahead?: LookAhead;
}

async function readAudited(context: Context, paths: readonly string[], options: Options): Promise<Audited> {
  const { noAuditConfig } = await import('../spec/audit-levels.ts');
  const files = paths.length === 0 ? undefined : await readFiles(context, paths, options);
  if (files !== undefined && options.live !== true && options.world === undefined) return { ...files };
  if (files === undefined && options.world === undefined)
    return { ...(await readAhead(context, options)), sources: new Map(), ofSpec: noAuditConfig };
  const base =
    options.world === undefined
      ? await withServers(context, (clients) => readLiveWithOptions(context, clients, options))
      : await readSavedWorld(context, options.world);
  if (options.world === undefined) expectSomething(base);
  if (files === undefined)
    return { world: base, sources: new Map(), ofSpec: noAuditConfig, ahead: await lookAtAll(base) };
  const { mergeWorlds } = await import('../collect/files/merge-worlds.ts');
  return { ...files, world: mergeWorlds(base, files.world, files.deleted) };
}

async function lookAtAll(world: World): Promise<LookAhead> {
  const { lookAhead } = await import('../audit/look-ahead.ts');
  const { rules } = await import('../rules/index.ts');
  const ahead = lookAhead(rules);
  ahead.onWorld(world);
  return ahead;
}

/** Reads the servers, and looks at each job while others are still on their way. */
async function readAhead(context: Context, options: Options): Promise<Pick<Audited, 'world' | 'ahead'>> {
  return withServers(context, async (clients) => {
    let ahead: LookAhead | undefined;
    let surroundings: World | undefined;
    const reading = readLiveWithOptions(context, clients, options, {
      onSurroundings(world) {
        surroundings = world;
        ahead?.onSurroundings(world);
      },
      onJob: (job) => ahead?.onJob(job),
    });
    const load = async (): Promise<LookAhead> => {
      const { lookAhead } = await import('../audit/look-ahead.ts');
      const { rules } = await import('../rules/index.ts');
      ahead = lookAhead(rules);
      if (surroundings !== undefined) ahead.onSurroundings(surroundings);
      return ahead;
    };
    const [world, loaded] = await Promise.all([reading, load()]);
    expectSomething(world);
    loaded.onWorld(world);
    return { world, ahead: loaded };
  });
}

/** The files; those that are nothing known, or that cannot be read, are told on standard error. */
async function readFiles(
  context: Context,
  paths: readonly string[],
  { var: vars, varFile: varFiles, nomadVersion, namespace }: Options,
): Promise<Audited & { readonly deleted: readonly string[] }> {
  const { readFileWorld } = await import('../collect/files/world.ts');
  const { wholeText } = await import('./predict-input.ts');
  const stdin = paths.includes('-') ? { name: '<stdin>', text: await wholeText(context.stdin, '-') } : undefined;
  const {
    world,
    sources,
    audit: ofSpec,
    overlooked,
    unread,
    found,
    deleted,
  } = await readFileWorld(paths, {
    now: Math.floor(systemClock.now() / 1000),
    env: context.env,
    ...(stdin && { stdin }),
    ...(vars && { vars }),
    ...(varFiles && { varFiles }),
    ...(nomadVersion && { nomadVersion }),
    ...namespaceOfFiles(namespace ?? context.env['NOMAD_NAMESPACE']),
  });
  const { withReadableJobs } = await import('../audit/readable-jobs.ts');
  const { errorText } = await import('../report/error-text.ts');
  for (const error of [...overlooked, ...unread]) context.err(`${errorText(error)}\n`);
  if (found + unread.length === 0) {
    const { knownFiles } = await import('../collect/files/discover.ts');
    throw new WidError('file', `there is nothing to audit in ${paths.join(' ')}`, { hint: knownFiles });
  }
  const told = world.notRead
    .filter(({ part, refused }) => refused !== undefined && part !== 'key-sets')
    .map(({ reason }) => reason);
  const incomplete = unread.some(({ message }) => !told.includes(message.split('\n')[0] ?? ''));
  return { world: withReadableJobs(world), sources, ofSpec, deleted, incomplete };
}

/** As `nomad job run` has it of jobs that name none. */
function namespaceOfFiles(namespace: string | undefined): { readonly namespace?: string } {
  return namespace === undefined || namespace === '' || namespace === '*' ? {} : { namespace };
}

const order: readonly (Severity | 'never')[] = ['info', 'warning', 'error', 'never'];

function failing({ findings }: AuditReport, failOn: Options['failOn']): boolean {
  return findings.some(({ severity }) => order.indexOf(severity) >= order.indexOf(failOn));
}
