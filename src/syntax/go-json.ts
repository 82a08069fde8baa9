import { isAscii, isUtf8 } from 'node:buffer';
import { wellFormed } from './go-string.ts';

/**
 * JSON as Go reads it. Unlike `JSON.parse` it says what is wrong in Go's own words, keeps members that occur twice, and
 * remembers where each one stands. Source of the behaviour: `encoding/json`.
 */
export type GoJson = null | boolean | number | string | readonly GoJson[] | GoObject;

export interface GoMember {
  readonly name: string;
  readonly value: GoJson;
  /** Bytes of the text, `[start, end)`, of the value. */
  readonly start: number;
  readonly end: number;
}

export class GoObject {
  /** In the order of the text, repeated ones included. */
  readonly members: readonly GoMember[];

  constructor(members: readonly GoMember[]) {
    this.members = members;
  }

  /** The last member of that name, which is the one that counts. */
  get(name: string): GoJson | undefined {
    for (let at = this.members.length - 1; at >= 0; at--) {
      const member = this.members[at];
      if (member?.name === name) return member.value;
    }
    return undefined;
  }
}

export type GoParsed =
  | {
      readonly ok: true;
      readonly value: GoJson;
      /** The first number that is beyond a double, as it is written. */
      readonly huge?: string;
    }
  | { readonly ok: false; readonly error: string };

/** Go's error about a number that is beyond a double, where it wants the value of anything. */
export function hugeNumberError(number: string): string {
  return `json: cannot unmarshal number ${number} into Go value of type float64`;
}

/** Go gives up below this. */
const deepest = 10_000;

class SyntaxFault extends Error {}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
  huge?: string;
  /** The same as text where all of it is ASCII, as nearly always; pieces of it cost less than pieces of bytes. */
  readonly ascii: string | undefined;
  /** Whether the text is all ASCII or proper UTF-8, so that strings can be taken as they are. */
  readonly clean: boolean;
  readonly buffer: Buffer;
}

/** Reads one JSON value that fills the whole text. */
export function parseGoJson(buffer: Buffer): GoParsed {
  const ascii = isAscii(buffer) ? buffer.toString('latin1') : undefined;
  const clean = ascii !== undefined || isUtf8(buffer);
  const reader: Reader = { bytes: buffer, at: 0, ascii, clean, buffer };
  try {
    const read = value(reader);
    space(reader);
    if (reader.at < buffer.length) throw unexpected(reader, 'after top-level value');
    return { ok: true, value: read, ...(reader.huge === undefined ? {} : { huge: reader.huge }) };
  } catch (error) {
    if (error instanceof SyntaxFault) return { ok: false, error: error.message };
    throw error;
  }
}

function space(reader: Reader): void {
  const { bytes } = reader;
  for (;;) {
    const byte = bytes[reader.at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
    reader.at += 1;
  }
}

function unexpected({ bytes, at }: Reader, context: string): SyntaxFault {
  const byte = bytes[at] ?? atEnd(context);
  if (byte === undefined) return new SyntaxFault('unexpected end of JSON input');
  return new SyntaxFault(`invalid character ${quotedByte(byte)} ${context}`);
}

/** Go ends a text with a blank, which inside of numbers, words and escapes is the wrong character. */
function atEnd(context: string): number | undefined {
  return /^(?:in|after decimal)/.test(context) && context !== 'in string literal' ? 0x20 : undefined;
}

function quotedByte(byte: number): string {
  if (byte === 0x27) return String.raw`'\''`;
  if (byte === 0x22) return `'"'`;
  const named: Readonly<Record<number, string>> = {
    7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 0x5c: '\\\\',
  }; // prettier-ignore
  const known = named[byte];
  if (known !== undefined) return `'${known}'`;
  const hidden = byte < 0x20 || byte === 0x7f;
  if (hidden) return `'\\x${byte.toString(16).padStart(2, '0')}'`;
  // Bytes above ASCII are shown as the characters of Latin-1; of those a few do not print.
  if ((byte >= 0x80 && byte <= 0xa0) || byte === 0xad) return `'\\u${byte.toString(16).padStart(4, '0')}'`;
  return `'${String.fromCharCode(byte)}'`;
}

/** A list or an object that is being read; of an object, the name of the member that comes and where its value starts. */
type Open =
  | { readonly items: GoJson[] }
  | { readonly items?: undefined; readonly members: GoMember[]; name: string; start: number };

/** Reads a value. What is open is kept in a list, since Go takes more levels than calls can be stacked here. */
function value(reader: Reader): GoJson {
  const { bytes } = reader;
  const open: Open[] = [];
  for (;;) {
    space(reader);
    const first = bytes[reader.at];
    let read: GoJson;
    if (first === 0x5b || first === 0x7b) {
      if (open.length === deepest) throw unexpected(reader, 'exceeded max depth');
      reader.at += 1;
      space(reader);
      if (bytes[reader.at] !== first + 2) {
        if (first === 0x5b) open.push({ items: [] });
        else open.push(named(reader, { members: [], name: '', start: 0 }));
        continue;
      }
      reader.at += 1;
      read = first === 0x5b ? [] : new GoObject([]);
    } else read = scalar(reader);
    for (;;) {
      const around = open[open.length - 1];
      if (around === undefined) return read;
      if (!ended(reader, around, read)) break;
      read = around.items ?? new GoObject(around.members);
      open.pop();
    }
  }
}

/** Puts a value into what it stands in; whether that ends with it. */
function ended(reader: Reader, around: Open, read: GoJson): boolean {
  const { bytes } = reader;
  if (around.items === undefined)
    around.members.push({ name: around.name, value: read, start: around.start, end: reader.at });
  else around.items.push(read);
  space(reader);
  const next = bytes[reader.at];
  if (next !== 0x2c && next !== (around.items === undefined ? 0x7d : 0x5d))
    throw unexpected(reader, around.items === undefined ? 'after object key:value pair' : 'after array element');
  reader.at += 1;
  if (next !== 0x2c) return true;
  if (around.items === undefined) named(reader, around);
  return false;
}

/** Reads the name of the next member. */
function named(reader: Reader, object: Extract<Open, { name: string }>): Open {
  const { bytes } = reader;
  space(reader);
  if (bytes[reader.at] !== 0x22) throw unexpected(reader, 'looking for beginning of object key string');
  object.name = string(reader);
  space(reader);
  if (bytes[reader.at] !== 0x3a) throw unexpected(reader, 'after object key');
  reader.at += 1;
  space(reader);
  object.start = reader.at;
  return object;
}

function scalar(reader: Reader): GoJson {
  switch (reader.bytes[reader.at]) {
    case 0x22:
      return string(reader);
    case 0x74:
      return word(reader, 'true', true);
    case 0x66:
      return word(reader, 'false', false);
    case 0x6e:
      return word(reader, 'null', null);
    default:
      return number(reader);
  }
}

function word<T>(reader: Reader, text: string, meant: T): T {
  for (let index = 1; index < text.length; index++) {
    reader.at += 1;
    if (reader.bytes[reader.at] !== text.charCodeAt(index))
      throw unexpected(reader, `in literal ${text} (expecting '${text.charAt(index)}')`);
  }
  reader.at += 1;
  return meant;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** The number nearest to what is written; infinite when that is beyond a double, which Go refuses where it needs the value. */
function number(reader: Reader): number {
  const { bytes } = reader;
  const start = reader.at;
  const digits = (context: string): void => {
    if (!isDigit(bytes[reader.at])) throw unexpected(reader, context);
    while (isDigit(bytes[reader.at])) reader.at += 1;
  };
  if (bytes[start] !== 0x2d && !isDigit(bytes[start])) throw unexpected(reader, 'looking for beginning of value');
  if (bytes[reader.at] === 0x2d) reader.at += 1;
  if (bytes[reader.at] === 0x30) reader.at += 1;
  else digits('in numeric literal');
  if (bytes[reader.at] === 0x2e) {
    reader.at += 1;
    digits('after decimal point in numeric literal');
  }
  if (bytes[reader.at] === 0x65 || bytes[reader.at] === 0x45) {
    reader.at += 1;
    if (bytes[reader.at] === 0x2b || bytes[reader.at] === 0x2d) reader.at += 1;
    digits('in exponent of numeric literal');
  }
  const raw = reader.ascii?.slice(start, reader.at) ?? reader.buffer.toString('latin1', start, reader.at);
  const read = Number(raw);
  if (!Number.isFinite(read)) reader.huge ??= raw;
  return read;
}

function string(reader: Reader): string {
  const { bytes } = reader;
  const start = reader.at + 1;
  let plain = true;
  for (reader.at = start; ; reader.at++) {
    const byte = bytes[reader.at];
    if (byte === 0x22) break;
    if (byte === undefined || byte < 0x20) throw unexpected(reader, 'in string literal');
    if (byte === 0x5c) {
      plain = false;
      escape(reader);
    }
  }
  const raw = utf8(reader, start, reader.at);
  reader.at += 1;
  return plain ? raw : unescaped(raw);
}

function escape(reader: Reader): void {
  reader.at += 1;
  const byte = reader.bytes[reader.at];
  if (byte === undefined || !'"\\/bfnrtu'.includes(String.fromCharCode(byte)))
    throw unexpected(reader, 'in string escape code');
  if (byte !== 0x75) return;
  for (let count = 0; count < 4; count++) {
    reader.at += 1;
    const digit = reader.bytes[reader.at];
    if (digit === undefined || !/[\da-fA-F]/.test(String.fromCharCode(digit)))
      throw unexpected(reader, String.raw`in \u hexadecimal character escape`);
  }
}

function unescaped(raw: string): string {
  // All escapes were checked, so JSON's own reader takes them; half a surrogate pair becomes U+FFFD, as in Go.
  return wellFormed(JSON.parse(`"${raw}"`) as string);
}

function utf8({ ascii, clean, buffer }: Reader, start: number, end: number): string {
  if (ascii !== undefined) return ascii.slice(start, end);
  return clean ? buffer.toString('utf8', start, end) : goUtf8(buffer.subarray(start, end));
}

/** Bytes as text where each byte that is no UTF-8 becomes one U+FFFD. */
function goUtf8(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const one = bytes.subarray(at, at + size);
    const valid = one.length === size && isUtf8(one);
    text += valid ? one.toString('utf8') : '\uFFFD';
    at += valid ? size : 1;
  }
  return text;
}
