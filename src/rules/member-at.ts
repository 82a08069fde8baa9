import { isObject } from '../validation/object.ts';

/** What stands at a path such as `TaskGroups/0/Services/1` of a job as it was given. */
export function memberAt(value: unknown, path: string): unknown {
  return path
    .split('/')
    .reduce<unknown>(
      (at, step) => (Array.isArray(at) ? (at[Number(step)] as unknown) : isObject(at) ? at[step] : undefined),
      value,
    );
}
