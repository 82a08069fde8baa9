import type { Item, ItemKind } from './item.ts';

/** Where the scanner stands. `start` is where the item under way begins, `at` what comes next. */
export interface Cursor {
  readonly text: string;
  readonly left: string;
  readonly right: string;
  start: number;
  at: number;
  /** Of `start`, from 1; `newline` is where the first newline stands that is not counted yet. */
  line: number;
  newline: number;
  inAction: boolean;
  parens: number;
}

/** The next character, and one step on; `undefined` at the end, where it stays. */
export function next(cursor: Cursor): string | undefined {
  const code = cursor.text.codePointAt(cursor.at);
  if (code === undefined) return undefined;
  const character = String.fromCodePoint(code);
  cursor.at += character.length;
  return character;
}

export function peek(cursor: Cursor): string | undefined {
  const code = cursor.text.codePointAt(cursor.at);
  return code === undefined ? undefined : String.fromCodePoint(code);
}

export function ahead(cursor: Cursor, text: string, offset = 0): boolean {
  return cursor.text.startsWith(text, cursor.at + offset);
}

/** Steps over the next character when it is one of these, all of which are ASCII. */
export function accept(cursor: Cursor, valid: string): boolean {
  const character = cursor.text[cursor.at];
  if (character === undefined || !valid.includes(character)) return false;
  cursor.at++;
  return true;
}

export function acceptRun(cursor: Cursor, valid: string): void {
  while (accept(cursor, valid));
}

/** Ends the item under way. */
export function emit(cursor: Cursor, kind: ItemKind): Item {
  const text = cursor.text.slice(cursor.start, cursor.at);
  const item = { kind, start: cursor.start, end: cursor.at, text, line: lineOfStart(cursor) };
  cursor.start = cursor.at;
  return item;
}

/** The text that stands between `start` and `at` is no item. */
export function ignore(cursor: Cursor): void {
  cursor.start = cursor.at;
}

/** An error at the item under way; nothing can be read after it. */
export function broken(cursor: Cursor, message: string): Item {
  return { kind: 'error', start: cursor.start, end: cursor.at, text: message, line: lineOfStart(cursor) };
}

/** Where the next newline stands; infinity when there is none. */
export function newlineFrom(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found === -1 ? Number.POSITIVE_INFINITY : found;
}

function lineOfStart(cursor: Cursor): number {
  while (cursor.newline < cursor.start) {
    cursor.line++;
    cursor.newline = newlineFrom(cursor.text, cursor.newline + 1);
  }
  return cursor.line;
}

export function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n';
}

export function isAlphaNumeric(character: string | undefined): boolean {
  if (character === undefined) return false;
  const code = character.charCodeAt(0);
  return code < 0x80 ? isWordCode(code) : /^[\p{L}\p{Nd}_]$/u.test(character);
}

/** Of ASCII: letters, digits and the underscore. */
function isWordCode(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || isDigit(code) || code === 0x5f;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Steps over letters, digits and underscores. */
export function skipWord(cursor: Cursor): void {
  const { text } = cursor;
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    if (code < 0x80) {
      if (!isWordCode(code)) return;
      cursor.at++;
    } else {
      // Beyond ASCII, or at the end.
      if (!isAlphaNumeric(peek(cursor))) return;
      next(cursor);
    }
  }
}

/** `{{- `: a minus and a space right behind the left delimiter. */
export function trimsLeft(cursor: Cursor): boolean {
  return cursor.text[cursor.at] === '-' && isSpace(cursor.text[cursor.at + 1]);
}

/** Whether the right delimiter is next, and whether ` -` stands before it. */
export function atRightDelimiter(cursor: Cursor): 'trimming' | 'plain' | undefined {
  if (isSpace(cursor.text[cursor.at]) && cursor.text[cursor.at + 1] === '-' && ahead(cursor, cursor.right, 2))
    return 'trimming';
  return ahead(cursor, cursor.right) ? 'plain' : undefined;
}

/** A character as Go's `%#U` shows it. */
export function codePoint(shown: string): string {
  const hex = (shown.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(shown) ? `U+${hex} '${shown}'` : `U+${hex}`;
}
