import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { sortedBy } from '../support/sorted-by.ts';
import { formatSeconds, parseDuration } from '../syntax/duration.ts';
import { isObject } from '../validation/object.ts';

/** A value as the spec, a plan or a manifest holds it: JSON, in the field's canonical form. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/**
 * One field of an object: how the spec writes it, how the server's API writes it, and when two values mean the same.
 * `T` is the canonical form: durations are seconds, sets are sorted, so that most values compare as plain data.
 */
export interface Field<T extends Value = Value> {
  /** Where it stands in the API's object: `['Config', 'JWKSURL']`. */
  readonly api: readonly string[];
  /** One line for the spec reference and editors. */
  readonly doc: string;
  /** Takes what people write, gives the canonical form. */
  readonly schema: z.ZodType<T>;
  /** What the server takes when nothing is sent; a spec that leaves the field out means this. */
  readonly unset: T;
  /** The API's form. `undefined` leaves the member out of the request. */
  toApi(value: T): unknown;
  /** From the API's form; a missing member arrives as `undefined`. */
  fromApi(value: unknown): T;
  /** The shortest form in which a spec would write it. */
  toSpec(value: T): Value;
  same(a: T, b: T): boolean;
  /** `policy`: multi-line text that is shown as a text diff. */
  readonly display: 'value' | 'policy';
  /** The API cannot change it in place: the object is deleted and made anew. */
  readonly replaces: boolean;
  /** The server never returns it, so drift in it cannot be seen. */
  readonly writeOnly: boolean;
  /** Servers of other editions do not know the field; it is sent to nobody while it is unset on both sides. */
  readonly needs: 'enterprise' | 'openbao' | undefined;
}

export type Fields = Readonly<Record<string, Field<any>>>; // oxlint-disable-line no-explicit-any -- a table of fields of many types

/** The canonical object that a table of fields describes. Every field is present. */
export type Body<F extends Fields = Fields> = string extends keyof F
  ? { readonly [name: string]: Value }
  : { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

type Options = Partial<Pick<Field, 'replaces' | 'writeOnly' | 'display' | 'needs'>>;

function field<T extends Value>(
  own: Pick<Field<T>, 'api' | 'doc' | 'schema' | 'unset' | 'fromApi'> & Partial<Field<T>>,
  options: Options = {},
): Field<T> {
  return {
    toApi: (value) => value,
    toSpec: (value) => value,
    same: (a, b) => isDeepStrictEqual(a, b),
    display: 'value',
    replaces: false,
    writeOnly: false,
    needs: undefined,
    ...own,
    ...options,
  };
}

export function text(api: readonly string[], doc: string, options: Options & { unset?: string } = {}): Field<string> {
  const { unset = '', ...rest } = options;
  return field(
    { api, doc, schema: z.string(), unset, fromApi: (value) => (typeof value === 'string' ? value : unset) },
    rest,
  );
}

export function flag(api: readonly string[], doc: string, options: Options & { unset?: boolean } = {}): Field<boolean> {
  const { unset = false, ...rest } = options;
  return field(
    { api, doc, schema: z.boolean(), unset, fromApi: (value) => (typeof value === 'boolean' ? value : unset) },
    rest,
  );
}

export function integer(api: readonly string[], doc: string, options: Options = {}): Field<number> {
  return field(
    { api, doc, schema: z.int(), unset: 0, fromApi: (value) => (typeof value === 'number' ? value : 0) },
    options,
  );
}

/** One of a few words. A live word that is none of them is kept, so that the difference is seen. */
export function choice<const C extends string>(
  api: readonly string[],
  doc: string,
  choices: readonly [C, ...C[]],
  unset: C,
  options: Options = {},
): Field<C> {
  const fromApi = (value: unknown): C => (typeof value === 'string' && value !== '' ? (value as C) : unset);
  return field<C>({ api, doc, schema: z.enum(choices), unset, fromApi }, options);
}

/**
 * Strings whose order means nothing. Canonical form: sorted, each once.
 * @param options `clean` gives a member the form in which the server keeps it
 */
export function set(
  api: readonly string[],
  doc: string,
  options: Options & { clean?: (member: string) => string } = {},
): Field<readonly string[]> {
  const { clean = (member: string) => member, ...rest } = options;
  const tidy = (values: readonly string[]): readonly string[] => sorted(values.map(clean));
  return field<readonly string[]>(
    { api, doc, schema: z.array(z.string()).transform(tidy), unset: [], fromApi: (value) => tidy(strings(value)) },
    rest,
  );
}

/** Text to text, such as claim mappings. */
export function mapping(
  api: readonly string[],
  doc: string,
  options: Options = {},
): Field<Readonly<Record<string, string>>> {
  return field<Readonly<Record<string, string>>>(
    {
      api,
      doc,
      schema: z.record(z.string(), z.string()),
      unset: {},
      fromApi: (value) =>
        isObject(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, String(v)])) : {},
    },
    options,
  );
}

const duration = z
  .union([z.string(), z.number()])
  .transform((value, context) => {
    const seconds = typeof value === 'number' ? value : parseDuration(value);
    if (seconds !== undefined) return exact(seconds);
    context.addIssue({ code: 'custom', message: `not a duration: write for example "90s", "1h30m" or 3600` });
    return z.NEVER;
  })
  .meta({ description: 'seconds, or a duration such as "90s" or "1h30m"' });

/** To the nanosecond, so that a span is the same number whichever unit it was written in. */
function exact(seconds: number): number {
  return Math.round(seconds * 1e9) / 1e9;
}

/** A span of time. `wire` says how the API counts: Vault in seconds, Consul in Go text or in nanoseconds. */
export function span(
  api: readonly string[],
  doc: string,
  wire: 'seconds' | 'go-text' | 'nanoseconds',
  options: Options = {},
): Field<number> {
  return field<number>(
    {
      api,
      doc,
      schema: duration,
      unset: 0,
      toApi: (seconds) =>
        wire === 'seconds' ? seconds : wire === 'nanoseconds' ? Math.round(seconds * 1e9) : formatSeconds(seconds),
      fromApi: (value) => {
        if (typeof value === 'number') return wire === 'seconds' ? value : exact(value / 1e9);
        if (typeof value !== 'string') return 0;
        const number = parseDuration(value) ?? 0;
        return exact(wire === 'nanoseconds' && /^-?\d+$/.test(value) ? number / 1e9 : number);
      },
      toSpec: formatSeconds,
    },
    options,
  );
}

/** Objects in a list whose order means nothing, such as a role's service identities. */
export function objects<T extends Value>(
  api: readonly string[],
  doc: string,
  item: {
    schema: z.ZodType<T>;
    toApi: (value: T) => unknown;
    fromApi: (value: unknown) => T;
    toSpec?: (value: T) => Value;
  },
  options: Options = {},
): Field<readonly T[]> {
  const order = (values: readonly T[]): readonly T[] => sortedBy(values, JSON.stringify);
  return field<readonly T[]>(
    {
      api,
      doc,
      schema: z.array(item.schema).transform(order),
      unset: [],
      toApi: (values) => values.map((value) => item.toApi(value)),
      fromApi: (value) => order(Array.isArray(value) ? value.map((one) => item.fromApi(one)) : []),
      toSpec: (values) => values.map((value) => item.toSpec?.(value) ?? value),
    },
    options,
  );
}

/** The same field, left out of requests while it is unset: for objects that each write replaces whole. */
export function whenSet<T extends Value>(whole: Field<T>): Field<T> {
  return { ...whole, toApi: (value) => (isDeepStrictEqual(value, whole.unset) ? undefined : whole.toApi(value)) };
}

/** For a field that fits none of the shapes above; the kind's file then says everything about it. */
export { field };

export function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.map(String) : [];
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}
