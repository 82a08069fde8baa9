import { numberText } from '../number-text.ts';
import { isNull, items, members, type Value } from '../value.ts';

/** Where the writer stands; the words are those of libyaml, whose layout job files get. */
interface Writer {
  readonly out: string[];
  column: number;
  /** Of the block that is being written; -1 before the first. */
  indent: number;
  /** The last thing written ends in a blank. */
  blank: boolean;
  /** Nothing but blanks and marks stand on the line. */
  fresh: boolean;
}

type Context = 'root' | 'item' | 'key' | 'member';

const step = 2;
const width = 80;

/** A value as YAML, laid out as Nomad's `yamlencode` does: strings in quotes, those of several lines as blocks. */
export function toYaml(value: Value): string {
  const writer: Writer = { out: [], column: 0, indent: -1, blank: true, fresh: true };
  node(writer, value, 'root');
  newLine(writer);
  // A bare word at the top could go on, so its end is told.
  const bare = isNull(value) || typeof value.data === 'number' || typeof value.data === 'boolean';
  return writer.out.join('') + (bare ? '...\n' : '');
}

function node(w: Writer, value: Value, context: Context): void {
  if (isNull(value)) return inside(w, step, () => plain(w, 'null'));
  if (value.data instanceof Map) return mapping(w, members(value));
  if (Array.isArray(value.data)) return sequence(w, items(value), context);
  if (typeof value.data === 'string') return text(w, value.data, context);
  const shown = typeof value.data === 'number' ? numberText(value.data) : String(value.data);
  inside(w, step, () => plain(w, shown));
}

/** Writes something further in than what is around it. */
function inside(w: Writer, by: number, write: () => void): void {
  const { indent } = w;
  w.indent = indent < 0 ? 0 : indent + by;
  write();
  w.indent = indent;
}

function mapping(w: Writer, all: ReadonlyMap<string, Value>): void {
  if (all.size === 0) return mark(w, '{}', true);
  inside(w, step, () => {
    for (const [name, value] of all) {
      newLine(w);
      if (!isBroken(name) && Buffer.byteLength(name) <= 128) {
        text(w, name, 'key');
        mark(w, ':', false);
      } else {
        mark(w, '?', true, true);
        text(w, name, 'member');
        newLine(w);
        mark(w, ':', true, true);
      }
      node(w, value, 'member');
    }
  });
}

function sequence(w: Writer, all: readonly Value[], context: Context): void {
  if (all.length === 0) return mark(w, '[]', true);
  inside(w, context === 'member' && !w.fresh ? 0 : step, () => {
    for (const value of all) {
      newLine(w);
      mark(w, '-', true, true);
      node(w, value, 'item');
    }
  });
}

function text(w: Writer, given: string, context: Context): void {
  const { indent } = w;
  w.indent = indent < 0 ? step : indent + step;
  const block = given.includes('\n') && context !== 'key' && !/ $| [\n\u2028\u2029]/.test(given) && isPrintable(given);
  if (block) literal(w, given);
  else quoted(w, given, context !== 'key');
  w.indent = indent;
}

const isBroken = (given: string): boolean => /[\n\r\u0085\u2028\u2029]/.test(given);
const isPrintable = (given: string): boolean => [...given].every((character) => printable.test(character));
const printable = /^[\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/u;

const escapes: Readonly<Record<string, string>> = {
  '\0': '0', '\x07': 'a', '\b': 'b', '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r', '\x1b': 'e', '"': '"', '\\': '\\',
  '\u0085': 'N', '\u2028': 'L', '\u2029': 'P',
}; // prettier-ignore

function quoted(w: Writer, given: string, mayBreak: boolean): void {
  mark(w, '"', true);
  const characters = [...given];
  const last = characters.length - 1;
  let spaces = false;
  for (const [index, character] of characters.entries()) {
    const special = escapes[character];
    if (special !== undefined) put(w, `\\${special}`);
    else if (!printable.test(character)) put(w, escaped(character));
    else if (character === ' ' && mayBreak && !spaces && w.column > width && index > 0 && index < last) {
      newLine(w);
      if (characters[index + 1] === ' ') put(w, '\\');
    } else put(w, character);
    spaces = character === ' ';
  }
  mark(w, '"', false);
  w.blank = false;
  w.fresh = false;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const [letter, digits] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${String(letter)}${code.toString(16).toUpperCase().padStart(Number(digits), '0')}`;
}

function literal(w: Writer, given: string): void {
  mark(w, '|', true);
  if (/^[ \n\u2028\u2029]/.test(given)) mark(w, String(step), false);
  if (!/[\n\u2028\u2029]$/.test(given)) mark(w, '-', false);
  else if (/(?:^|[\n\u2028\u2029])[\n\u2028\u2029]$/.test(given)) mark(w, '+', false);
  lineEnd(w, '\n');
  w.fresh = true;
  w.blank = true;
  let starts = true;
  for (const character of given) {
    if (/[\n\u2028\u2029]/.test(character)) {
      lineEnd(w, character);
      w.fresh = true;
      starts = true;
      continue;
    }
    if (starts) newLine(w);
    put(w, character);
    w.fresh = false;
    starts = false;
  }
}

function plain(w: Writer, shown: string): void {
  if (!w.blank) put(w, ' ');
  put(w, shown);
  w.blank = false;
  w.fresh = false;
}

/** `apart`: with a blank before it; `leads`: what follows may still begin a block on the same line. */
function mark(w: Writer, sign: string, apart: boolean, leads = false): void {
  if (apart && !w.blank) put(w, ' ');
  put(w, sign);
  w.blank = false;
  w.fresh &&= leads;
}

/** Goes to where the block's lines begin, on a new line unless it is there already. */
function newLine(w: Writer): void {
  const indent = Math.max(w.indent, 0);
  if (!w.fresh || w.column > indent || (w.column === indent && !w.blank)) lineEnd(w, '\n');
  if (w.column < indent) put(w, ' '.repeat(indent - w.column));
  w.blank = true;
  w.fresh = true;
}

function lineEnd(w: Writer, character: string): void {
  w.out.push(character);
  w.column = 0;
}

function put(w: Writer, shown: string): void {
  w.out.push(shown);
  w.column += shown.length === 1 ? 1 : [...shown].length;
}
