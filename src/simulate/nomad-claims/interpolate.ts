import type { Group, Job, Task } from './job.ts';

const reference = /\$\{([a-zA-Z0-9_\-.]+)\}/g;

/** Text with each reference that a table has replaced by its value; others stay. Source of the behaviour: `args.ReplaceEnv`. */
export function replaceReferences(text: string, table: ReadonlyMap<string, string>): string {
  return text.replace(reference, (whole, name: string) => table.get(name) ?? whole);
}

export function withPlaceholders(text: string, placeholder: string): string {
  return text.replace(reference, () => placeholder);
}

/** The environment of a group before it is placed, which the server uses for the names of Connect services. */
export function submissionEnvironment(job: Job, group: Group): ReadonlyMap<string, string> {
  const table = new Map([
    ['NOMAD_GROUP_NAME', group.name],
    ['NOMAD_ALLOC_INDEX', '0'],
    ['NOMAD_JOB_ID', job.id],
    ['NOMAD_JOB_NAME', job.name],
    ['NOMAD_REGION', job.region],
    ['node.region', job.region],
  ]);
  for (const [name, value] of table) if (value === '') table.delete(name);
  // Of groups of one name, which are refused later, the first one's.
  const first = job.groups.find(({ name }) => name === group.name) ?? group;
  return withMeta(table, { ...job.meta, ...first.meta });
}

/** What the client knows when it interpolates the name of a service. */
export interface ClientEnvironment {
  readonly known: ReadonlyMap<string, string>;
  /** Whether the value of a name that is not known depends on where and when the job runs. */
  readonly later: (name: string) => boolean;
}

const laterNames =
  /^(?:NOMAD_(?:ALLOC_(?:ID|NAME|INDEX|DIR)|SHORT_ALLOC_ID|DC|PARENT_CGROUP|(?:PORT|IP|ADDR|HOST_PORT|HOST_IP|HOST_ADDR|ALLOC_PORT|ALLOC_INTERFACE|ALLOC_IP|ALLOC_ADDR|UPSTREAM)_.*)|(?:attr|meta|node)\..*)$/;

/** For services of a group without `task`, for those of a task with it. Children are the runs of a dispatched or periodic job. */
export function clientEnvironment(job: Job, group: Group, task: Task | undefined): ClientEnvironment {
  const isParent = job.parentId === '' && (job.parameterized !== undefined || job.periodic?.enabled === true);
  const ofDispatch = new Set(
    job.parameterized === undefined || job.parentId !== ''
      ? []
      : [...job.parameterized.metaRequired, ...job.parameterized.metaOptional].flatMap(metaNames),
  );
  const childOnly = new Set(isParent ? ['NOMAD_JOB_ID', 'NOMAD_JOB_NAME'] : []);
  const plain = new Map([
    ['NOMAD_GROUP_NAME', group.name],
    ['NOMAD_JOB_ID', job.id],
    ['NOMAD_JOB_NAME', job.name],
    ['NOMAD_JOB_PARENT_ID', isParent ? job.id : job.parentId],
    ['NOMAD_NAMESPACE', job.namespace],
    ['NOMAD_REGION', job.region],
    ['node.region', job.region],
  ]);
  for (const [name, value] of plain) if (value === '' || childOnly.has(name)) plain.delete(name);
  const table = withMeta(plain, { ...job.meta, ...group.meta });
  if (task !== undefined) {
    for (const [key, value] of Object.entries(task.meta)) for (const name of rawMetaNames(key)) table.set(name, value);
    for (const [name, value] of Object.entries(task.env)) table.set(name, value);
    table.set('NOMAD_TASK_NAME', task.name);
  }
  for (const name of ofDispatch) table.delete(name);
  // A value that itself refers to something is interpolated in an order of chance, unless nothing in it is known.
  const tangled = new Set([...table].filter(([, value]) => value.includes('${')).map(([name]) => name));
  for (const name of tangled) table.delete(name);
  const later = (name: string): boolean =>
    laterNames.test(name) || ofDispatch.has(name) || childOnly.has(name) || tangled.has(name);
  return { known: table, later };
}

/** The text, or `undefined` when it depends on what is not known yet. */
export function interpolated(text: string, environment: () => ClientEnvironment): string | undefined {
  if (!text.includes('${')) return text;
  const { known, later } = environment();
  for (const [, name = ''] of text.matchAll(reference)) if (!known.has(name) && later(name)) return undefined;
  return replaceReferences(text, known);
}

function withMeta(table: ReadonlyMap<string, string>, meta: Readonly<Record<string, string>>): Map<string, string> {
  const filled = new Map(table);
  for (const [key, value] of Object.entries(meta)) for (const name of metaNames(key)) filled.set(name, value);
  return filled;
}

const rawMetaNames = (key: string): readonly string[] => [`NOMAD_META_${key.toUpperCase()}`, `NOMAD_META_${key}`];
const metaNames = (key: string): readonly string[] => rawMetaNames(key).map((name) => name.replace(/\W/g, '_'));
