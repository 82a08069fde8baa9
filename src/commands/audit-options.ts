import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Command as Commander } from 'commander';
import type { AuditReport } from '../audit/report.ts';
import type { Suppressed } from '../audit/suppress.ts';
import type { World } from '../model/world.ts';
import type { AuditConfig, Ignore } from '../spec/audit-levels.ts';
import { WidError } from '../support/errors.ts';
import { whyUnwritable } from '../support/file-reason.ts';
import { describePlace } from '../syntax/source.ts';
import type { Context } from './command.ts';
import { readSource } from './world-options.ts';

/** Options about what the audit heeds. */
export interface HeedOptions {
  readonly config?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
}

/** Taken when it is there and `--config` is not given. */
const usualFile = 'wid.audit.yaml';

export function heedOptions(command: Commander): Commander {
  return command
    .option('--config <file>', `levels and ignores (default: ${usualFile}, and wid.audit in the spec)`)
    .option('--baseline <file>', 'leave out what this file knows already')
    .option('--write-baseline <file>', 'write what is found now to this file, as known');
}

/** The audit's own file together with what the spec says. */
export async function readAuditConfig({ config }: HeedOptions, ofSpec: AuditConfig): Promise<AuditConfig> {
  if (config === undefined && !existsSync(usualFile)) return ofSpec;
  const { loadAuditConfig } = await import('../spec/audit-config.ts');
  const own = loadAuditConfig(await readSource(config ?? usualFile, 'configuration of the audit'));
  return { levels: [...ofSpec.levels, ...own.levels], ignore: [...ofSpec.ignore, ...own.ignore] };
}

/** Leaves out what is ignored or known, and says on standard error which of the ignoring leads nowhere. */
export async function heed(
  context: Context,
  report: AuditReport,
  world: World,
  config: AuditConfig,
  { baseline, writeBaseline }: HeedOptions,
): Promise<AuditReport> {
  const { suppress } = await import('../audit/suppress.ts');
  const { isMeant } = await import('../audit/levels.ts');
  const { ignoresOf, mistakesOf } = await import('../audit/job-meta.ts');
  const { rules } = await import('../rules/index.ts');
  const { visibleLine } = await import('../report/visible.ts');
  const jobs = world.nomad?.jobs ?? [];
  const mistakes = jobs.flatMap((job) => mistakesOf(job, rules));
  const named = ({ rule }: Ignore): boolean => rules.some(({ id }) => isMeant(rule, id));
  const ofJobs = jobs.flatMap(ignoresOf).filter(named);
  const known = baseline === undefined ? new Set<string>() : await readBaseline(baseline);
  const result = suppress(report, [...config.ignore, ...ofJobs], known, world.takenAt);
  for (const line of [...mistakes, ...notes(result)]) context.err(`${visibleLine(line)}\n`);
  if (writeBaseline !== undefined) await keepBaseline(writeBaseline, result.report);
  return result.report;
}

async function readBaseline(path: string): Promise<ReadonlySet<string>> {
  const { parseBaseline } = await import('../audit/baseline.ts');
  return parseBaseline(await readSource(path, 'baseline'));
}

async function keepBaseline(path: string, report: AuditReport): Promise<void> {
  const { formatBaseline } = await import('../audit/baseline.ts');
  try {
    await writeFile(path, formatBaseline(report));
  } catch (cause) {
    throw new WidError('file', `cannot write the baseline ${path}: ${whyUnwritable(cause)}`, { cause });
  }
}

function notes({ expired, unused }: Suppressed): readonly string[] {
  const where = ({ place, subject }: Ignore): string =>
    place === undefined ? ` (meta of job ${subject['job'] ?? ''})` : ` (${describePlace(place)})`;
  return [
    ...expired.map((one) => `${one.rule} is ignored until ${one.until ?? ''}, which is over${where(one)}`),
    ...unused.map((one) => `${one.rule} is ignored, and nothing of it was found${where(one)}`),
  ];
}
