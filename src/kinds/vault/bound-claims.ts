import { z } from 'zod';
import { sortedBy } from '../../support/sorted-by.ts';
import { isObject } from '../../validation/object.ts';
import { field, type Field, type Value } from '../field.ts';

type Claims = Readonly<Record<string, Value>>;

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const written = z.record(z.string(), z.union([scalar, z.array(scalar)]));

/** Claims and what they must be. A list means any of its values, so that one value and a list of one are the same. */
export function boundClaims(api: readonly string[], doc: string): Field<Claims> {
  return field<Claims>({
    api,
    doc,
    schema: written.transform(canonical),
    unset: {},
    fromApi: (value) => canonical(isObject(value) ? (value as Claims) : {}),
  });
}

function canonical(claims: Claims): Claims {
  return Object.fromEntries(
    Object.entries(claims).map(([claim, value]) => [claim, Array.isArray(value) ? anyOf(value) : value]),
  );
}

function anyOf(values: readonly Value[]): Value {
  const byText = new Map(values.map((value) => [JSON.stringify(value), value]));
  const sorted = sortedBy(byText, ([text]) => text).map(([, value]) => value);
  const [only] = sorted;
  return sorted.length === 1 && only !== undefined ? only : sorted;
}
