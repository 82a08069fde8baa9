import { addressOf } from '../../kinds/kind.ts';
import type { Agent } from '../../model/agent.ts';
import type { NotRead, Part, World } from '../../model/world.ts';
import type { Environment } from '../../spec/environment.ts';
import { loadSpec } from '../../spec/load.ts';
import { readTextFile } from '../../spec/sources.ts';
import { WidError, WidErrors } from '../../support/errors.ts';
import type { GivenVariables } from '../../syntax/jobspec/variables.ts';
import type { Source } from '../../syntax/source.ts';
import { parseWorld } from '../saved-world.ts';
import { agentGroups } from './agent-groups.ts';
import { agentOfArguments } from './agents.ts';
import { consulPolicy, vaultPolicy, type WrittenObject } from './policy-files.ts';
import { noAuditConfig, type AuditConfig } from '../../spec/audit-levels.ts';
import { behindRefusals, leftOpen } from './doubtful-objects.ts';
import { doubtfulWorkloads, openParts } from './doubtful-workloads.ts';
import { brokenText, discover, seemsMeant, type FoundFile, type PassedOver } from './discover.ts';
import { kindOfText } from './file-kind.ts';
import { jobOfSource } from './jobs.ts';
import { keySetOf, sampleOf } from './keys-and-samples.ts';
import { mergeWorlds } from './merge-worlds.ts';
import { terraformObjects } from './terraform-objects.ts';
import { jobVariables, type VariableOptions } from './variables.ts';
import { writtenWorld } from './written-world.ts';

export interface FileWorldOptions extends VariableOptions {
  /** Of jobs that name none. */
  readonly namespace?: string;
  /** Of agents, whose files do not say it. */
  readonly nomadVersion?: string;
  /** Seconds since 1970. */
  readonly now: number;
  /** What `-` among the paths stands for. */
  readonly stdin?: Source;
}

export interface FileWorld {
  readonly world: World;
  /** The texts that origins point into, by name; those that may hold secrets throughout are left out. */
  readonly sources: ReadonlyMap<string, Source>;
  /** What the specs among them say about auditing. */
  readonly audit: AuditConfig;
  /** Files that were named and are nothing that is known. */
  readonly overlooked: readonly WidError[];
  /** What could not be read: the errors say why, with place and hint. */
  readonly unread: readonly WidError[];
  /** How many files are something that is known. */
  readonly found: number;
  /** Addresses of objects that a plan of Terraform takes away. */
  readonly deleted: readonly string[];
}

/**
 * The world that files and folders tell of. A mistake in one file does not keep the others from being read: it is told in
 * `unread` and in the world's `notRead`. Throws `file` when a path that is named does not exist.
 */
export async function readFileWorld(paths: readonly string[], options: FileWorldOptions): Promise<FileWorld> {
  const { found, passedOver, unreadable } = await discover(paths, options.stdin);
  const variables = await jobVariables(options);
  return worldOfFiles(found, { ...options, variables, passedOver, unreadable, named: paths });
}

interface Given extends FileWorldOptions {
  readonly variables?: GivenVariables;
  readonly passedOver?: readonly PassedOver[];
  /** Errors of files that could not be read at all. */
  readonly unreadable?: readonly WidError[];
  /** Paths that were named: an agent's file among them is an agent of its own. */
  readonly named?: readonly string[];
}

/** The world that texts tell of, each by what is in it, as if they were the files of a folder. Touches no file unless a spec or a job names one. */
export function worldOfSources(sources: readonly Source[], options: Omit<Given, 'passedOver'>): FileWorld {
  const guesses = sources.map((source) => ({ source, ...kindOfText(source) }));
  const found = guesses.flatMap(({ source, kind }) => (kind === undefined ? [] : [{ kind, source, named: true }]));
  const unreadable: WidError[] = [];
  const passedOver: PassedOver[] = [];
  for (const { source, reason, broken } of guesses) {
    if (broken !== undefined && seemsMeant(source)) unreadable.push(brokenText(source, broken));
    else if (reason !== undefined) passedOver.push({ file: source.name, reason });
  }
  return worldOfFiles(found, { ...options, passedOver, unreadable });
}

function worldOfFiles(
  found: readonly FoundFile[],
  { variables = {}, passedOver = [], unreadable = [], named = [], ...options }: Given,
): FileWorld {
  const overlooked = passedOver.map(
    ({ file, reason, hint }) =>
      new WidError('file', `${file} is passed over: ${reason}`, hint === undefined ? {} : { hint }),
  );
  const unread: WidError[] = [...unreadable];
  const notRead: NotRead[] = [];
  const attempt = <T>(file: string, part: Part, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof WidError)) throw error;
      const errors = error instanceof WidErrors ? error.errors : [error];
      unread.push(...errors);
      notRead.push(...errors.map((one) => refusedPart(file, part, one)));
      return undefined;
    }
  };
  const of = (kind: FoundFile['kind']): readonly Source[] =>
    found.filter((one) => one.kind === kind).map(({ source }) => source);
  const each = <T>(kind: FoundFile['kind'], part: Part, read: (source: Source) => T): readonly T[] =>
    of(kind).flatMap((source) => attempt(source.name, part, () => read(source)) ?? []);

  const jobs = each('job', 'nomad/jobs', (source) =>
    jobOfSource(source, { variables, ...(options.namespace === undefined ? {} : { namespace: options.namespace }) }),
  );
  const version = options.nomadVersion;
  const groups = agentGroups(of('agent'), named);
  const agents = groups.flatMap(({ name, sources }): readonly Agent[] => {
    const made = attempt(sources.map((one) => one.name).join(', '), 'nomad/agents', () =>
      agentOfArguments([sources], { name, ...(version === undefined ? {} : { nomadVersion: version }) }),
    );
    return made === undefined ? [] : [made];
  });
  const terraform = each('terraform', 'consul/objects', terraformObjects);
  const spec = attempt(
    of('spec')
      .map((one) => one.name)
      .join(', '),
    'consul/objects',
    () => (of('spec').length === 0 ? undefined : specObjects(of('spec'), options.env ?? {})),
  );
  const policies = [
    ...each('consul-policy', 'consul/objects', consulPolicy),
    ...each('vault-policy', 'vault/objects', vaultPolicy),
  ];
  const keySets = each('key-set', 'key-sets', keySetOf);
  const samples = each('jwt', 'key-sets', sampleOf);
  const open = leftOpen([
    ...[...(spec?.objects ?? []), ...policies].map(({ object }) => object),
    ...terraform.flatMap((one) => one.objects),
  ]);
  const doubtful = [
    ...(spec?.existing ?? []),
    ...terraform.flatMap((one) => one.doubtful),
    ...jobs.flatMap(doubtfulWorkloads),
    ...open.doubtful,
    ...behindRefusals(notRead),
  ];
  const written = writtenWorld({
    now: options.now,
    jobs: [...jobs.map(({ job }) => job), ...terraform.flatMap((one) => one.jobs)],
    agents,
    known: [...(spec?.objects ?? []), ...policies],
    terraform,
    keySets,
    notRead: [...notRead, ...open.gaps, ...terraform.flatMap((one) => one.notRead), ...jobs.flatMap(unknownParts)],
    versionGiven: version !== undefined,
    severalAgents: groups.some(({ shared }) => shared),
    doubtful,
  });
  const withSamples: World = samples.length > 0 ? { ...written, samples } : written;
  const saved = each('world', 'nomad/jobs', parseWorld);
  const deleted = terraform.flatMap((one) => one.deleted);
  const world = saved.reduceRight((files, one) => mergeWorlds(one, files, deleted), withSamples);
  const shown = found.filter(({ kind }) => kind !== 'jwt' && kind !== 'terraform' && kind !== 'world');
  return {
    world,
    sources: new Map(shown.map(({ source }) => [source.name, source])),
    audit: spec?.audit ?? noAuditConfig,
    overlooked,
    unread,
    found: found.length,
    deleted,
  };
}

function refusedPart(file: string, part: Part, { message, hint, place }: WidError): NotRead {
  const reason = message.split('\n')[0] ?? '';
  if (place === undefined) return { part, what: file, reason };
  const origin = { from: 'file', file: place.source.name, places: { '': [place.start, place.end] as const } } as const;
  return { part, what: file, reason, refused: { origin, ...(hint === undefined ? {} : { hint }) } };
}

interface SpecFiles {
  readonly objects: readonly WrittenObject[];
  /** Addresses of what others manage. */
  readonly existing: readonly string[];
  readonly audit: AuditConfig;
}

function specObjects(sources: readonly Source[], env: Environment): SpecFiles {
  const { resources, existing, audit } = loadSpec(sources, env, readTextFile);
  const objects = resources.map(({ place, fields, ...object }): WrittenObject => {
    const elsewhere = Object.entries(fields).filter(([, { source }]) => source !== place.source);
    const files = Object.fromEntries(elsewhere.map(([path, { source }]) => [path, source.name]));
    const entries = Object.entries({ '': place, ...fields });
    const places: Record<string, readonly [start: number, end: number]> = Object.fromEntries(
      entries.map(([path, { start, end }]) => [path, [start, end] as const]),
    );
    return { object, origin: { from: 'file', file: place.source.name, places, files } };
  });
  return { objects, existing: existing.map(({ kind, name }) => addressOf(kind, { name })), audit };
}

function unknownParts(file: ReturnType<typeof jobOfSource>): readonly NotRead[] {
  const { source } = file;
  const unknown = openParts(file);
  const [first] = unknown;
  if (first === undefined) return [];
  const more = unknown.length > 1 ? ` and ${String(unknown.length - 1)} more` : '';
  return [
    {
      part: 'nomad/jobs',
      what: `${first}${more} of ${source.name}`,
      reason: 'it is made of a variable without a value, or of a file that is not here',
    },
  ];
}
