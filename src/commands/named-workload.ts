import { didYouMean } from '../spec/suggestion.ts';
import { WidError } from '../support/errors.ts';
import { isObject } from '../validation/object.ts';

/** The options that choose workloads of a job. */
export interface Named {
  readonly group?: string;
  readonly task?: string;
  readonly service?: string;
}

/**
 * For when nothing was found under the names that were given: throws `usage` when the job has no such group, task or
 * service, since a slip must not read as "does not log in".
 */
export function expectNames(job: unknown, named: Named): void {
  if (!isObject(job) || !Array.isArray(job['TaskGroups'])) return;
  const groups = objectsIn(job['TaskGroups']);
  const inGroup = groups.filter(({ Name: name }) => named.group === undefined || name === named.group);
  const tasks = inGroup.flatMap(({ Tasks: all }) => objectsIn(all));
  const services = [...inGroup, ...tasks].flatMap(({ Services: all }) => objectsIn(all));
  expectName('group', named.group, groups);
  expectName('task', named.task, tasks);
  expectName('service', named.service, services);
}

function expectName(
  what: keyof Named,
  name: string | undefined,
  among: readonly Readonly<Record<string, unknown>>[],
): void {
  const names = [...new Set(among.map(({ Name: one }) => (typeof one === 'string' ? one : '')))];
  // A name that Nomad fills in may be any.
  if (name === undefined || names.includes(name) || names.some((one) => one === '' || one.includes('${'))) return;
  const there = names.length === 0 ? `it has no ${what}s` : `it has ${names.join(', ')}`;
  throw new WidError('usage', `the job has no ${what} ${name}`, { hint: didYouMean(name, names) ?? there });
}

function objectsIn(list: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}
