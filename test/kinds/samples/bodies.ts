import type { Body, Value } from '../../../src/kinds/field.ts';
import { complete, type Kind } from '../../../src/kinds/kind.ts';
import type { Spec } from './sample.ts';

/** The canonical body of fields as a spec writes them. */
export function bodyOf(kind: Kind, spec: Spec): Body {
  const given = Object.entries(spec).map(([name, value]): [string, Value] => {
    const field = kind.fields[name];
    if (field === undefined) throw new Error(`${kind.id} has no field ${name}`);
    return [name, field.schema.parse(value) as Value];
  });
  return complete(kind.fields, Object.fromEntries(given));
}

/** The names of the fields in which two bodies differ. */
export function differences(kind: Kind, a: Body, b: Body): readonly string[] {
  return Object.entries(kind.fields)
    .filter(([name, field]) => !field.writeOnly && !field.same(a[name], b[name]))
    .map(([name]) => name);
}

/** The object with the changes merged in; `undefined` takes a member out. */
export function merged(
  object: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const result: Record<string, unknown> = { ...object };
  for (const [name, change] of Object.entries(changes)) {
    const before = result[name];
    if (change === undefined) delete result[name];
    else if (name === 'Config')
      result[name] = merged(before as Record<string, unknown>, change as Record<string, unknown>);
    else result[name] = change;
  }
  return result;
}
