import { isObject } from '../../validation/object.ts';
import { set, type Field } from '../field.ts';

/** Links to policies or roles. The server answers with names even where a link was written with an id. */
export function links(api: readonly string[], doc: string): Field<readonly string[]> {
  const names = set(api, doc);
  return {
    ...names,
    toApi: (values) => values.map((Name) => ({ Name })),
    fromApi: (value) =>
      names.fromApi(Array.isArray(value) ? value.map((link) => String(isObject(link) ? link.Name : link)) : []),
  };
}
