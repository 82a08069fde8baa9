import { goLower, goQuote, goTrim } from '../../syntax/go-string.ts';
import { parseVaultDuration } from '../../syntax/vault-duration.ts';
import { isObject } from '../object.ts';

/** How Vault's framework reads a field of a request. Durations come out in seconds. */
export type FieldType =
  'text' | 'lower' | 'flag' | 'integer' | 'duration' | 'signed duration' | 'texts' | 'pairs' | 'map' | 'list';

interface Values {
  text: string;
  lower: string;
  flag: boolean;
  integer: number;
  duration: number;
  'signed duration': number;
  texts: readonly string[];
  pairs: Readonly<Record<string, string>>;
  map: Readonly<Record<string, unknown>>;
  list: readonly unknown[];
}

export type Schema = Readonly<Record<string, FieldType>>;

/** What a request sets; fields that it leaves out are absent. */
export type Sent<S extends Schema> = { readonly [K in keyof S]?: Values[S[K]] };

export interface FieldFault {
  readonly text: string;
  readonly member: readonly string[];
}

/** Reads the known fields of a request; unknown ones mean nothing to Vault. Of several faults Vault names any. */
export function readFields<const S extends Schema>(
  schema: S,
  request: unknown,
): { sent: Sent<S>; faults: readonly FieldFault[] } {
  const sent: Record<string, unknown> = {};
  const faults: FieldFault[] = [];
  for (const [field, value] of Object.entries(isObject(request) ? request : {})) {
    const type = Object.hasOwn(schema, field) ? schema[field] : undefined;
    if (type === undefined) continue;
    try {
      const read = readers[type](value);
      if (read !== undefined) sent[field] = read;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      faults.push({ text: `error converting input for field ${goQuote(field)}: ${error.message}`, member: [field] });
    }
  }
  return { sent: sent as Sent<S>, faults };
}

class Unreadable extends Error {}

const readers: { readonly [T in FieldType]: (value: unknown) => Values[T] | undefined } = {
  text,
  lower: (value) => goLower(text(value)),
  flag,
  integer,
  duration(value) {
    const seconds = readers['signed duration'](value);
    if (seconds !== undefined && seconds < 0)
      throw new Unreadable(`cannot provide negative value '${String(seconds)}'`);
    return seconds;
  },
  'signed duration'(value) {
    if (value === null) return undefined;
    if (typeof value !== 'string' && typeof value !== 'number')
      throw new Unreadable('could not parse duration from input');
    const span = parseVaultDuration(String(value));
    if (!span.ok) throw new Unreadable(span.error);
    return Number(span.nanoseconds / 1_000_000_000n);
  },
  texts: (value) => texts(split(value)).map((item) => goTrim(item)),
  pairs,
  map: (value) => map('', value),
  list: (value) =>
    value === null || value === '' || isEmptyObject(value)
      ? []
      : Array.isArray(value)
        ? (value as readonly unknown[])
        : [value],
};

/** Vault takes it for a list with nothing in it. */
function isEmptyObject(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

function text(value: unknown): string {
  return textAt('', value);
}

function textAt(name: string, value: unknown): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new Unreadable(unconvertible(name, 'string', value));
}

function unconvertible(name: string, type: string, value: unknown): string {
  const found = Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
  return `'${name}' expected type '${type}', got unconvertible type '${found}', value: '${goPrint(value)}'`;
}

function flag(value: unknown): boolean {
  if (value === null || value === '') return false;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'object') throw new Unreadable(unconvertible('', 'bool', value));
  if (/^(?:1|t|T|TRUE|true|True)$/.test(String(value))) return true;
  if (/^(?:0|f|F|FALSE|false|False)$/.test(String(value))) return false;
  const quoted = goQuote(String(value));
  throw new Unreadable(`cannot parse '' as bool: strconv.ParseBool: parsing ${quoted}: invalid syntax`);
}

function integer(value: unknown): number {
  if (value === null || value === '') return 0;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'object') throw new Unreadable(unconvertible('', 'int', value));
  const [whole] = /^[+-]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]*|[1-9]\d*)$/.exec(String(value)) ?? [];
  if (whole === undefined)
    throw new Unreadable(`cannot parse '' as int: strconv.ParseInt: parsing ${goQuote(String(value))}: invalid syntax`);
  const bare = whole.replace(/^[+-]/, '').replace(/^0(?=[0-7])/, '0o');
  return Number(bare) * (whole.startsWith('-') ? -1 : 1);
}

/** A lone text, and a number with it, is a list with commas between. */
function split(value: unknown): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  return value === '' ? [] : String(value).split(',');
}

function texts(value: unknown): readonly string[] {
  if (value === null || isEmptyObject(value)) return [];
  const faults: string[] = [];
  const items = (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map((item, index) => {
    try {
      return textAt(`[${String(index)}]`, item);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      faults.push(error.message);
      return '';
    }
  });
  if (faults.length === 0) return items;
  const list = faults.toSorted().map((fault) => `* ${fault}`);
  throw new Unreadable(`${String(faults.length)} error(s) decoding:\n\n${list.join('\n')}`);
}

/** A map of text, or a list of `key=value`. */
function pairs(value: unknown): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(Object.entries(map('', value)).map(([key, item]) => [key, text(item)]));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  return Object.fromEntries(
    texts(value).map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Unreadable(`invalid key pair ${goQuote(pair)}`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function map(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (value === null) return {};
  if (isObject(value)) return value;
  if (!Array.isArray(value)) {
    const found = typeof value === 'boolean' ? 'bool' : 'string';
    throw new Unreadable(`'${name}' expected a map, got '${found}'`);
  }
  return Object.assign({}, ...value.map((item, index) => map(`${name}[${String(index)}]`, item))) as Record<
    string,
    unknown
  >;
}

/** A value as Go's `%v` shows it. */
export function goPrint(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goPrint).join(' ')}]`;
  if (!isObject(value)) return String(value);
  const members = Object.keys(value).toSorted();
  return `map[${members.map((name) => `${name}:${goPrint(value[name])}`).join(' ')}]`;
}
