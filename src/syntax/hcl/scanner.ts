import { char, Cursor, END, isDecimal, isDigit, isLetter, nextWord } from './cursor.ts';
import { passEscape } from './escape.ts';
import { passHeredoc } from './heredoc.ts';
import { readBareFraction, readNumber } from './number.ts';

/** Named as HashiCorp's messages name them. */
export type TokenType =
  | 'ILLEGAL'
  | 'EOF'
  | 'COMMENT'
  | 'IDENT'
  | 'NUMBER'
  | 'FLOAT'
  | 'BOOL'
  | 'STRING'
  | 'HEREDOC'
  | 'LBRACK'
  | 'LBRACE'
  | 'COMMA'
  | 'PERIOD'
  | 'RBRACK'
  | 'RBRACE'
  | 'ASSIGN'
  | 'ADD'
  | 'SUB';

export interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly end: number;
  /** Columns beyond the end of the text, for `EOF`. */
  readonly beyond: number;
}

const PUNCTUATION: Readonly<Record<string, TokenType>> = {
  '[': 'LBRACK',
  ']': 'RBRACK',
  '{': 'LBRACE',
  '}': 'RBRACE',
  ',': 'COMMA',
  '=': 'ASSIGN',
  '+': 'ADD',
};

/** A cursor on which a NUL is a mistake that ends what is being read, as in HashiCorp's scanner. */
class HclCursor extends Cursor {
  override read(): number {
    const code = super.read();
    if (code === 0xe123) {
      this.fault('unicode code point U+E123 reserved for internal use');
      return 0xfffd;
    }
    if (code !== 0) return code;
    this.fault('unexpected null character (0x00)');
    return END;
  }
}

/** The words of HCL 1, comments included. The cursor keeps what could not be read as a word. */
export function hclScanner(text: string): { cursor: Cursor; scan: () => Token } {
  const cursor = new HclCursor(text);
  return { cursor, scan: () => nextWord(cursor, scanWord) };
}

function scanWord(cursor: Cursor, first: number): TokenType {
  if (isLetter(first)) return scanIdentifier(cursor);
  if (isDecimal(first)) return numberType(readNumber(cursor, first, 'octal'));
  if (first === END) return 'EOF';
  const letter = char(first);
  switch (letter) {
    case '"':
      passString(cursor);
      return 'STRING';
    case '#':
    case '/':
      passComment(cursor, letter);
      return 'COMMENT';
    case '<':
      passHeredoc(cursor);
      return 'HEREDOC';
    case '.':
      return isDecimal(cursor.peek()) ? numberType(readBareFraction(cursor)) : 'PERIOD';
    case '-':
      return isDecimal(cursor.peek()) ? numberType(readNumber(cursor, cursor.read(), 'octal')) : 'SUB';
    default: {
      const type = PUNCTUATION[letter];
      if (type === undefined) cursor.fault('illegal char');
      return type ?? 'ILLEGAL';
    }
  }
}

function numberType(type: 'number' | 'float'): TokenType {
  return type === 'float' ? 'FLOAT' : 'NUMBER';
}

function scanIdentifier(cursor: Cursor): TokenType {
  const start = cursor.last;
  const next = cursor.readWhile(
    cursor.read(),
    (code) => isLetter(code) || isDigit(code) || code === 0x2d || code === 0x2e,
  );
  cursor.unread(next);
  const word = cursor.text.slice(start, cursor.offset);
  return word === 'true' || word === 'false' ? 'BOOL' : 'IDENT';
}

function passString(cursor: Cursor): void {
  let depth = 0;
  for (;;) {
    const code = cursor.read();
    const letter = char(code);
    if (code === END || (letter === '\n' && depth === 0)) return cursor.fault('literal not terminated');
    if (letter === '"' && depth === 0) return;
    if (depth === 0 && letter === '$' && char(cursor.peek()) === '{') {
      // Inside `${...}` quotes and newlines are plain text.
      depth++;
      cursor.read();
    } else if (depth > 0 && letter === '{') depth++;
    if (depth > 0 && letter === '}') depth--;
    if (letter === '\\') passEscape(cursor, 'stop');
  }
}

function passComment(cursor: Cursor, first: string): void {
  const second = char(cursor.peek());
  if (first === '#' || second === '/') {
    cursor.unread(cursor.readWhile(cursor.read(), (code) => code !== END && code !== 0x0a));
    return;
  }
  if (second !== '*') return cursor.fault("expected '/' for comment");
  cursor.read();
  let code = cursor.read();
  for (;;) {
    if (code === END) return cursor.fault('comment not terminated');
    const star = char(code) === '*';
    code = cursor.read();
    if (star && char(code) === '/') return;
  }
}
