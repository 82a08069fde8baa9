import { createHash } from 'node:crypto';
import type { Function } from './go-functions.ts';
import { bool, fromJson, list, nil, number, text, type Value } from './value.ts';

/** Functions of consul-template that paths are made with. All arguments are known; `undefined` for what we do not look into. */
export const textFunctions: Readonly<Record<string, Function>> = {
  toLower: ofText((value) => value.toLowerCase()),
  toUpper: ofText((value) => value.toUpperCase()),
  trimSpace: ofText((value) => value.replace(/^[\s\u0085]+|[\s\u0085]+$/g, '')),
  base64Encode: ofText((value) => Buffer.from(value).toString('base64')),
  base64URLEncode: ofText((value) => Buffer.from(value).toString('base64').replaceAll('+', '-').replaceAll('/', '_')),
  base64Decode: ofText((value) => decoded(value)),
  sha256Hex: ofText((value) => createHash('sha256').update(value).digest('hex')),
  md5sum: ofText((value) => createHash('md5').update(value).digest('hex')),
  trim: ofTexts((cut, value) => {
    const all = new Set(cut);
    const characters = [...value];
    const first = characters.findIndex((character) => !all.has(character));
    return first === -1 ? '' : characters.slice(first, characters.findLastIndex((one) => !all.has(one)) + 1).join('');
  }),
  trimPrefix: ofTexts((prefix, value) => (value.startsWith(prefix) ? value.slice(prefix.length) : value)),
  trimSuffix: ofTexts((suffix, value) =>
    value.endsWith(suffix) ? value.slice(0, value.length - suffix.length) : value,
  ),
  replaceAll: ([from = nil, to = nil, value = nil]) => {
    if (from.kind !== 'string' || to.kind !== 'string' || value.kind !== 'string') return undefined;
    return from.value === '' ? undefined : text(value.value.split(from.value).join(to.value));
  },
  split: ([separator = nil, value = nil]) => {
    if (separator.kind !== 'string' || value.kind !== 'string') return undefined;
    const trimmed = value.value.trim();
    return trimmed === '' ? list([]) : list(trimmed.split(separator.value).map(text));
  },
  contains: ([item = nil, all = nil]) => includes(all, item),
  in: ([all = nil, item = nil]) => includes(all, item),
  loop: ([first = nil, second]) => {
    const from = second === undefined ? 0 : whole(first);
    const to = whole(second ?? first);
    if (from === undefined || to === undefined || to - from > 100_000) return undefined;
    return list(Array.from({ length: Math.max(0, to - from) }, (_, index) => number(from + index)));
  },
  parseInt: ([value = nil]) => {
    if (value.kind !== 'string') return undefined;
    return /^[+-]?\d{1,15}$/.test(value.value) ? number(Number(value.value)) : undefined;
  },
  parseBool: ([value = nil]) => {
    if (value.kind !== 'string') return undefined;
    if (/^(?:1|t|T|TRUE|true|True)$/.test(value.value)) return bool(true);
    return /^(?:0|f|F|FALSE|false|False|)$/.test(value.value) ? bool(false) : undefined;
  },
  parseJSON: ([value = nil]) => {
    if (value.kind !== 'string') return undefined;
    try {
      return value.value === '' ? fromJson({}) : fromJson(JSON.parse(value.value));
    } catch {
      return undefined;
    }
  },
  add: arithmetic((value, by) => value + by),
  subtract: arithmetic((value, by) => value - by),
  multiply: arithmetic((value, by) => value * by),
};

function ofText(work: (value: string) => string | undefined): Function {
  return ([value = nil]) => {
    const made = value.kind === 'string' ? work(value.value) : undefined;
    return made === undefined ? undefined : text(made);
  };
}

function ofTexts(work: (first: string, value: string) => string): Function {
  return ([first = nil, value = nil]) =>
    first.kind === 'string' && value.kind === 'string' ? text(work(first.value, value.value)) : undefined;
}

/** The last argument is what is reckoned with, as it comes through a pipe. */
function arithmetic(work: (value: number, by: number) => number): Function {
  return ([by = nil, value = nil]) => {
    if (by.kind !== 'number' || value.kind !== 'number') return undefined;
    return Number.isInteger(by.value) && Number.isInteger(value.value)
      ? number(work(value.value, by.value))
      : undefined;
  };
}

function includes(all: Value, item: Value): Value | undefined {
  if (all.kind === 'string' && item.kind === 'string') return bool(all.value.includes(item.value));
  if (all.kind !== 'list' || !('value' in item)) return undefined;
  return bool(all.items.some((one) => 'value' in one && one.kind === item.kind && one.value === item.value));
}

function whole(value: Value): number | undefined {
  if (value.kind === 'number' && Number.isInteger(value.value)) return value.value;
  return value.kind === 'string' && /^[+-]?\d{1,15}$/.test(value.value) ? Number(value.value) : undefined;
}

function decoded(value: string): string | undefined {
  const bytes = Buffer.from(value, 'base64');
  return bytes.toString('base64') === value ? bytes.toString() : undefined;
}
