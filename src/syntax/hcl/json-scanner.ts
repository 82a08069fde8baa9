import { char, Cursor, END, isDecimal, isDigit, isLetter, nextWord } from './cursor.ts';
import { passEscape } from './escape.ts';
import { readBareFraction, readNumber } from './number.ts';
import type { Token, TokenType } from './scanner.ts';

export interface JsonToken extends Omit<Token, 'type'> {
  readonly type: Exclude<TokenType, 'COMMENT' | 'IDENT' | 'HEREDOC' | 'ASSIGN' | 'ADD' | 'SUB'> | 'COLON' | 'NULL';
}

const PUNCTUATION: Readonly<Record<string, JsonToken['type']>> = {
  '[': 'LBRACK',
  ']': 'RBRACK',
  '{': 'LBRACE',
  '}': 'RBRACE',
  ',': 'COMMA',
  ':': 'COLON',
};

/** A cursor on which a NUL is the end of the text, without a word, as in HashiCorp's scanner of JSON. */
class JsonCursor extends Cursor {
  override read(): number {
    const code = super.read();
    return code === 0 ? END : code;
  }
}

/** The words of JSON as HashiCorp's scanner knows them. */
export function jsonScanner(text: string): { cursor: Cursor; scan: () => JsonToken } {
  const cursor = new JsonCursor(text);
  return { cursor, scan: () => nextWord(cursor, scanWord) };
}

function scanWord(cursor: Cursor, first: number): JsonToken['type'] {
  if (isLetter(first)) return scanName(cursor);
  if (isDecimal(first)) return scanNumber(cursor, first);
  if (first === END) return 'EOF';
  const letter = char(first);
  if (letter === '"') {
    passString(cursor);
    return 'STRING';
  }
  if (letter === '.') return isDecimal(cursor.peek()) ? numberType(readBareFraction(cursor)) : 'PERIOD';
  if (letter === '-' && isDecimal(cursor.peek())) return scanNumber(cursor, cursor.read());
  const type = PUNCTUATION[letter];
  if (type === undefined) cursor.fault(letter === '-' ? 'illegal char' : `illegal char: ${letter}`);
  return type ?? 'ILLEGAL';
}

function scanNumber(cursor: Cursor, first: number): JsonToken['type'] {
  const { offset } = cursor;
  const type = readNumber(cursor, first, 'decimal');
  const atEnd = cursor.beyond > 0;
  if (type === 'number' && first === 0x30 && (cursor.offset !== offset || atEnd)) {
    cursor.faultBefore(atEnd ? END : 0, 'numbers cannot start with 0');
  }
  return numberType(type);
}

function numberType(type: 'number' | 'float'): 'NUMBER' | 'FLOAT' {
  return type === 'float' ? 'FLOAT' : 'NUMBER';
}

function scanName(cursor: Cursor): JsonToken['type'] {
  const start = cursor.last;
  const next = cursor.readWhile(cursor.read(), (code) => isLetter(code) || isDigit(code) || code === 0x2d);
  cursor.unread(next);
  const word = cursor.text.slice(start, cursor.offset);
  if (word === 'true' || word === 'false') return 'BOOL';
  if (word === 'null') return 'NULL';
  cursor.faultBefore(next, 'illegal char');
  return 'ILLEGAL';
}

function passString(cursor: Cursor): void {
  for (;;) {
    const code = cursor.read();
    const letter = char(code);
    if (code === END || letter === '\n') return cursor.fault('literal not terminated');
    if (letter === '"') return;
    if (letter === '\\') passEscape(cursor, 'count');
  }
}
