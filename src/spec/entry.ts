import { z } from 'zod';
import type { Fields } from '../kinds/field.ts';
import { kinds } from '../kinds/index.ts';
import type { KindId } from '../kinds/kind.ts';

/** What people write into a section beside the object's own fields. */
const common = {
  name: () => z.string().min(1).optional().meta({ description: 'The name on the server, where it is not the key.' }),
  namespace: () => z.string().min(1).optional().meta({ description: 'Enterprise namespace that holds the object.' }),
  partition: () =>
    z.string().min(1).optional().meta({ description: 'Enterprise admin partition that holds the object.' }),
  depends_on: () =>
    z.array(z.string()).optional().meta({ description: 'Addresses that must exist first, such as consul/policy/web.' }),
};

type Shape = Record<string, z.ZodType>;

/** The kind's own fields, every one optional: what is left out means the server's default. */
export function fieldShape(kind: KindId): Shape {
  const fields: Fields = kinds[kind].fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, { schema, doc }]) => [
      name,
      (schema as z.ZodType).optional().meta({ description: doc }),
    ]),
  );
}

/** An object of a kind: its fields, the common ones and `extra`. A field of `extra` stands in for one of the same name. */
export function entry(kind: KindId, beside: readonly (keyof typeof common)[], extra: Shape = {}): z.ZodType<Entry> {
  const around = Object.fromEntries(beside.map((name) => [name, common[name]()]));
  return z.strictObject({ ...around, ...fieldShape(kind), ...extra }).meta({ title: kinds[kind].title });
}

/** An object as written, with its fields in their canonical form. */
export type Entry = Readonly<Record<string, unknown>>;

export function byName<T>(item: z.ZodType<T>, description: string): z.ZodType<Readonly<Record<string, T>> | undefined> {
  return z.record(z.string().min(1), item).optional().meta({ description });
}
