import { goQuote } from '../go-string.ts';
import {
  accept,
  acceptRun,
  ahead,
  broken,
  codePoint,
  emit,
  isAlphaNumeric,
  isSpace,
  next,
  peek,
  skipWord,
  type Cursor,
} from './cursor.ts';
import { isKeyword, type Item } from './item.ts';

/** Whether what comes next may follow a word: `.X.Y` comes apart, `$x+2` is an error. */
function atTerminator(cursor: Cursor): boolean {
  const character = cursor.text[cursor.at];
  if (character === undefined || isSpace(character) || '.,|:)('.includes(character)) return true;
  return ahead(cursor, cursor.right);
}

function word(cursor: Cursor): Item | undefined {
  skipWord(cursor);
  return atTerminator(cursor) ? undefined : broken(cursor, `bad character ${codePoint(peek(cursor) ?? '')}`);
}

export function identifier(cursor: Cursor): Item {
  const error = word(cursor);
  if (error !== undefined) return error;
  const text = cursor.text.slice(cursor.start, cursor.at);
  if (isKeyword(text)) return emit(cursor, text);
  return emit(cursor, text === 'true' || text === 'false' ? 'bool' : 'identifier');
}

/** `.Name` or `$name`, or the dot or the dollar alone; the sign is read already. */
export function fieldOrVariable(cursor: Cursor, kind: 'field' | 'variable'): Item {
  if (atTerminator(cursor)) return emit(cursor, kind === 'variable' ? 'variable' : '.');
  return word(cursor) ?? emit(cursor, kind);
}

/** A literal in double quotes; the first one is read already. Its escapes are looked at by the parser. */
export function quoted(cursor: Cursor): Item {
  return untilQuote(cursor, '"') ? emit(cursor, 'string') : broken(cursor, 'unterminated quoted string');
}

export function character(cursor: Cursor): Item {
  return untilQuote(cursor, "'") ? emit(cursor, 'character') : broken(cursor, 'unterminated character constant');
}

function untilQuote(cursor: Cursor, quote: string): boolean {
  const { text } = cursor;
  while (cursor.at < text.length) {
    let read = text[cursor.at++];
    if (read === quote) return true;
    if (read === '\\') {
      if (cursor.at === text.length) return false;
      read = text[cursor.at++];
    }
    if (read === '\n') return false;
  }
  return false;
}

export function rawQuoted(cursor: Cursor): Item {
  const close = cursor.text.indexOf('`', cursor.at);
  cursor.at = close === -1 ? cursor.text.length : close + 1;
  return close === -1 ? broken(cursor, 'unterminated raw quoted string') : emit(cursor, 'raw string');
}

/** Roughly a number: the parser finds out whether it is one. */
export function number(cursor: Cursor): Item {
  if (!scanNumber(cursor)) return badNumber(cursor);
  const sign = peek(cursor);
  if (sign !== '+' && sign !== '-') return emit(cursor, 'number');
  if (!scanNumber(cursor) || cursor.text[cursor.at - 1] !== 'i') return badNumber(cursor);
  return emit(cursor, 'complex');
}

function badNumber(cursor: Cursor): Item {
  return broken(cursor, `bad number syntax: ${goQuote(cursor.text.slice(cursor.start, cursor.at))}`);
}

function scanNumber(cursor: Cursor): boolean {
  accept(cursor, '+-');
  let digits = '0123456789_';
  if (accept(cursor, '0')) {
    if (accept(cursor, 'xX')) digits = '0123456789abcdefABCDEF_';
    else if (accept(cursor, 'oO')) digits = '01234567_';
    else if (accept(cursor, 'bB')) digits = '01_';
  }
  acceptRun(cursor, digits);
  if (accept(cursor, '.')) acceptRun(cursor, digits);
  const exponent = digits.length === 11 ? 'eE' : digits.length > 11 ? 'pP' : '';
  if (exponent !== '' && accept(cursor, exponent)) {
    accept(cursor, '+-');
    acceptRun(cursor, '0123456789_');
  }
  accept(cursor, 'i');
  if (!isAlphaNumeric(peek(cursor))) return true;
  next(cursor);
  return false;
}
