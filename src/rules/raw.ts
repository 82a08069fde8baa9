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
  const names: string[] = [];
  const add = (parent: ApiObject): void => {
    for (const { Name: name } of rawObjects(parent['Services'])) if (typeof name === 'string') names.push(name);
  };
  for (const group of rawObjects(rawAt(job, '')['TaskGroups'])) {
    add(group);
    for (const task of rawObjects(group['Tasks'])) add(task);
  }
  return names;
}

function* rawObjects(value: unknown): Iterable<ApiObject> {
  if (Array.isArray(value)) for (const one of value) if (isObject(one)) yield one;
}

/** The objects of a list, with their places in it. */
export function rawList(value: unknown): readonly (readonly [index: number, one: ApiObject])[] {
  return Array.isArray(value) ? [...value.entries()].filter((one): one is [number, ApiObject] => isObject(one[1])) : [];
}
