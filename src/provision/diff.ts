import type { Body, Field } from '../kinds/field.ts';
import type { Kind } from '../kinds/kind.ts';
import type { FieldChange } from './plan.ts';

/**
 * The fields in which a live object differs from the wanted one, in the order of the kind's table.
 * Either side may be missing: creating shows what is not the server's default, deleting shows what was there.
 * Write-only fields never come back from the server, so they are shown only where the object is new.
 */
export function diff(kind: Kind, wanted: Body | undefined, live: Body | undefined): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  for (const [name, field] of Object.entries<Field>(kind.fields)) {
    const after = wanted?.[name] ?? field.unset;
    const before = live?.[name] ?? field.unset;
    if (field.same(after, before) || (field.writeOnly && wanted !== undefined && live !== undefined)) continue;
    changes.push({
      field: name,
      before: live === undefined ? undefined : field.toSpec(before),
      after: wanted === undefined ? undefined : field.toSpec(after),
      display: field.display,
      replaces: field.replaces && wanted !== undefined && live !== undefined,
    });
  }
  return changes;
}
