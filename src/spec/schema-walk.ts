import type { z } from 'zod';
import type { DocumentPath } from './document.ts';

type Schema = z.core.$ZodType;

/** The names of the fields that the map at a path may have. */
export function fieldsAt(schema: Schema, path: DocumentPath, value: unknown): readonly string[] {
  return [...new Set(follow(schema, path, value).flatMap((one) => Object.keys(shapeOf(one))))];
}

/** The texts that tell the forms of the map apart which holds the field at a path: the names of presets. */
export function choicesAt(schema: Schema, path: DocumentPath, value: unknown): readonly string[] {
  const field = String(path.at(-1));
  const forms = follow(schema, path.slice(0, -1), value);
  return forms.flatMap((one) => {
    const literal = shapeOf(one)[field]?._zod.def as { values?: readonly unknown[] } | undefined;
    return literal?.values?.map(String) ?? [];
  });
}

/** All schemas that a value at a path may be meant to fit; of forms told apart by a field, the one that the value names. */
function follow(schema: Schema, path: DocumentPath, value: unknown): readonly Schema[] {
  let schemas = unwrap(schema, value);
  let inner = value;
  for (const step of path) {
    inner = typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[step] : undefined;
    const here = inner;
    schemas = schemas.flatMap((one) => {
      const next = child(one, step);
      return next === undefined ? [] : unwrap(next, here);
    });
  }
  return schemas;
}

interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly options?: readonly Schema[];
  readonly discriminator?: string;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
}

function definition(schema: Schema): Definition {
  return schema._zod.def;
}

function shapeOf(schema: Schema): Readonly<Record<string, Schema>> {
  return definition(schema).shape ?? {};
}

function unwrap(schema: Schema, value: unknown): readonly Schema[] {
  const { innerType, in: input, options, discriminator } = definition(schema);
  if (innerType !== undefined) return unwrap(innerType, value);
  if (input !== undefined) return unwrap(input, value);
  if (options === undefined) return [schema];
  const all = options.flatMap((option) => unwrap(option, value));
  if (discriminator === undefined || typeof value !== 'object' || value === null) return all;
  const name = (value as Record<string, unknown>)[discriminator];
  const named = all.filter((one) => {
    const field = shapeOf(one)[discriminator];
    return field !== undefined && (field._zod.def as { values?: readonly unknown[] }).values?.includes(name) === true;
  });
  return named.length > 0 ? named : all;
}

function child(schema: Schema, step: string | number): Schema | undefined {
  const { element, valueType, shape } = definition(schema);
  return element ?? valueType ?? shape?.[String(step)];
}
