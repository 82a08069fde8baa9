import type { ApiObject } from '../model/api-object.ts';
import { isObject } from '../validation/object.ts';

/** What stands at a path of a job or a configuration, such as `TaskGroups/0/Tasks/1`; an empty object when nothing does. */
export function rawAt(whole: ApiObject, path: string): ApiObject {
  let current: unknown = isObject(whole['Job']) ? whole['Job'] : whole;
  for (const step of path.split('/').filter((one) => one !== ''))
    current = isObject(current) || Array.isArray(current) ? (current as ApiObject)[step] : undefined;
  return isObject(current) ? current : {};
}

/** What the services of a job are called, those of groups and of tasks. */
export function rawServiceNames(job: ApiObject): readonly string[] {
  const named = (parent: ApiObject): readonly string[] =>
    rawList(parent['Services']).flatMap(([, { Name }]) => (typeof Name === 'string' ? [Name] : []));
  return rawList(rawAt(job, '')['TaskGroups']).flatMap(([, group]) => [
    ...named(group),
    ...rawList(group['Tasks']).flatMap(([, task]) => named(task)),
  ]);
}

/** The objects of a list, with their places in it. */
export function rawList(value: unknown): readonly (readonly [index: number, one: ApiObject])[] {
  return Array.isArray(value) ? [...value.entries()].filter((one): one is [number, ApiObject] => isObject(one[1])) : [];
}
