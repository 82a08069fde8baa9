import type { ApiObject } from '../../model/api-object.ts';
import type { Job } from '../../model/world.ts';
import { WidError, WidErrors } from '../../support/errors.ts';
import { parseHcl2Json } from '../../syntax/hcl/hcl2-json.ts';
import { parseJob, type JobReading } from '../../syntax/jobspec/parse-job.ts';
import type { GivenVariables } from '../../syntax/jobspec/variables.ts';
import type { Source } from '../../syntax/source.ts';
import { isObject } from '../../validation/object.ts';
import { isStored } from '../stored-job.ts';
import { jobWithoutSecrets } from '../live/job-without-secrets.ts';
import { jsonPlaces, plainJson } from './json-places.ts';
import { jobVariables, type VariableOptions } from './variables.ts';
import { filesBeside } from './named-files.ts';
import { readFileSource } from './read-source.ts';

export interface JobFileOptions {
  readonly variables?: GivenVariables;
  /** Of jobs that name none; `default` unless it is given. */
  readonly namespace?: string;
  /** Whether a variable without a value is refused, as Nomad does; else what is made of it is not known. */
  readonly unset?: 'refuse' | 'unknown';
}

export interface JobFile {
  readonly job: Job;
  readonly source: Source;
  /** What is made of variables that have no value, and of secret ones: paths in the job. */
  readonly unknown: readonly string[];
}

/** A job file with variables as `nomad job run` takes them. Throws `file` or `syntax`. */
export async function readJobFile(
  path: string,
  options: VariableOptions & Omit<JobFileOptions, 'variables'> = {},
): Promise<JobFile> {
  const [source, variables] = await Promise.all([readFileSource(path, 'job file'), jobVariables(options)]);
  return jobOfSource(source, { ...options, variables });
}

/** A job in HCL or in JSON: as a file is written, as `PUT /v1/jobs` takes it, or as the API and `nomad job inspect` give it. */
export function jobOfSource(source: Source, options: JobFileOptions = {}): JobFile {
  return savedJob(source, options) ?? writtenJob(source, options);
}

function writtenJob(source: Source, { variables = {}, unset = 'unknown', namespace }: JobFileOptions): JobFile {
  const reading = parseJob(source, { unset, variables, files: filesBeside(source.name) });
  if (!reading.ok) throw refusal(source, reading.problems);
  const { job, marked } = reading;
  return {
    source,
    unknown: marked.map(({ path }) => path.join('/')),
    job: jobFrom(source, job, placesOf(reading), namespace),
  };
}

function refusal(source: Source, problems: Extract<JobReading, { ok: false }>['problems']): WidError {
  const [first, ...rest] = problems.map(
    ({ message, start, end }) =>
      new WidError('syntax', message, {
        place: { source, start, end },
        hint: 'Nomad refuses the file; `nomad job validate FILE` says the same',
      }),
  );
  return first === undefined ? new WidError('syntax', `${source.name} holds no job`) : new WidErrors([first, ...rest]);
}

/** Undefined when the text is HCL, or JSON that is meant as HCL. */
function savedJob(source: Source, { namespace }: JobFileOptions): JobFile | undefined {
  if (!/^\s*\{/.test(source.text)) return undefined;
  const { root, problems } = parseHcl2Json(source);
  const [problem] = problems;
  if (problem !== undefined) {
    const { message, start, end } = problem;
    const hint = 'a job file that starts with "{" is read as JSON';
    throw new WidError('syntax', message, { place: { source, start, end }, hint });
  }
  if (root.kind !== 'object' || root.members.some(({ name }) => name === 'job' || name === 'variable'))
    return undefined;
  const inner = root.members.find(({ name, value }) => name === 'Job' && value.kind === 'object')?.value ?? root;
  const job = plainJson(inner);
  if (!isObject(job) || typeof job['ID'] !== 'string' || job['ID'] === '')
    throw new WidError('syntax', `${source.name} holds no job: it has neither "job" nor "ID"`, {
      place: { source, start: root.open.start, end: root.open.end },
      hint: '`nomad job inspect ID` and GET /v1/job/ID give a job in JSON',
    });
  return { source, unknown: [], job: jobFrom(source, job, jsonPlaces(inner), namespace) };
}

type PlacesByPath = Readonly<Record<string, readonly [start: number, end: number]>>;

function jobFrom(source: Source, job: ApiObject, places: PlacesByPath, otherwise = 'default'): Job {
  const { ID: id, Namespace: namespace, JobModifyIndex: index } = job;
  return {
    id: String(id),
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : otherwise,
    job: jobWithoutSecrets(job),
    stored: isStored(job),
    modifyIndex: typeof index === 'number' ? index : 0,
    origin: { from: 'file', file: source.name, places },
  };
}

/** Of each member that is written somewhere; of others, what is around them says enough. */
function placesOf({ job, positions }: Extract<JobReading, { ok: true }>): PlacesByPath {
  const places: [string, readonly [number, number]][] = [];
  const visit = (value: unknown, path: readonly (string | number)[], around: string): void => {
    const at = positions.at(path)?.whole;
    const own = at === undefined ? '' : `${String(at.start)}-${String(at.end)}`;
    // The first block of a list is written where the list is.
    const isItem = typeof path.at(-1) === 'number';
    if (at !== undefined && (own !== around || isItem)) places.push([path.join('/'), [at.start, at.end]]);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value))
      visit(inner, [...path, Array.isArray(value) ? Number(key) : key], own || around);
  };
  visit(job, [], '');
  return Object.fromEntries(places);
}
