import {
  ahead,
  atRightDelimiter,
  broken,
  codePoint,
  emit,
  ignore,
  isAlphaNumeric,
  isDigit,
  isSpace,
  newlineFrom,
  next,
  peek,
  trimsLeft,
  type Cursor,
} from './cursor.ts';
import type { Item } from './item.ts';
import { character, fieldOrVariable, identifier, number, quoted, rawQuoted } from './scan-word.ts';

export interface Delimiters {
  /** `{{` when empty or absent, as in a Nomad job. */
  readonly left?: string | undefined;
  readonly right?: string | undefined;
}

/** A scanner over a template: every call yields the next item. Behaviour: Go 1.26, `text/template/parse`. */
export function scanner(text: string, { left, right }: Delimiters = {}): () => Item {
  const cursor: Cursor = {
    text,
    left: left === undefined || left === '' ? '{{' : left,
    right: right === undefined || right === '' ? '}}' : right,
    start: 0,
    at: 0,
    line: 1,
    newline: newlineFrom(text, 0),
    inAction: false,
    parens: 0,
  };
  return () => (cursor.inAction ? insideAction(cursor) : outsideAction(cursor));
}

function outsideAction(cursor: Cursor): Item {
  for (;;) {
    const delimiter = cursor.text.indexOf(cursor.left, cursor.at);
    if (delimiter === -1) {
      cursor.at = cursor.text.length;
      return emit(cursor, cursor.at > cursor.start ? 'text' : 'eof');
    }
    const text = textBefore(cursor, delimiter);
    if (text !== undefined) return text;
    const item = leftDelimiter(cursor);
    if (item !== undefined) return item;
  }
}

/** The text up to an action, without the space that `{{- ` takes away; `undefined` when none is left. */
function textBefore(cursor: Cursor, delimiter: number): Item | undefined {
  cursor.at = delimiter + cursor.left.length;
  const trims = trimsLeft(cursor);
  cursor.at = delimiter;
  while (trims && cursor.at > cursor.start && isSpace(cursor.text[cursor.at - 1])) cursor.at--;
  const text = cursor.at > cursor.start ? emit(cursor, 'text') : undefined;
  cursor.at = delimiter;
  ignore(cursor);
  return text;
}

/** `undefined` after a comment. */
function leftDelimiter(cursor: Cursor): Item | undefined {
  cursor.at += cursor.left.length;
  const marker = trimsLeft(cursor) ? 2 : 0;
  if (ahead(cursor, '/*', marker)) {
    cursor.at += marker;
    ignore(cursor);
    return comment(cursor);
  }
  const item = emit(cursor, 'left delimiter');
  cursor.inAction = true;
  cursor.parens = 0;
  cursor.at += marker;
  ignore(cursor);
  return item;
}

function comment(cursor: Cursor): Item | undefined {
  const close = cursor.text.indexOf('*/', cursor.at + 2);
  if (close === -1) return broken(cursor, 'unclosed comment');
  cursor.at = close + 2;
  const delimiter = atRightDelimiter(cursor);
  if (delimiter === undefined) return broken(cursor, 'comment ends before closing delimiter');
  cursor.at += (delimiter === 'trimming' ? 2 : 0) + cursor.right.length;
  if (delimiter === 'trimming') skipSpace(cursor);
  ignore(cursor);
  return undefined;
}

function rightDelimiter(cursor: Cursor, trims: boolean): Item {
  if (trims) {
    cursor.at += 2;
    ignore(cursor);
  }
  cursor.at += cursor.right.length;
  const item = emit(cursor, 'right delimiter');
  if (trims) skipSpace(cursor);
  ignore(cursor);
  cursor.inAction = false;
  return item;
}

function skipSpace(cursor: Cursor): void {
  while (isSpace(cursor.text[cursor.at])) cursor.at++;
}

function insideAction(cursor: Cursor): Item {
  const delimiter = atRightDelimiter(cursor);
  if (delimiter !== undefined) {
    if (cursor.parens === 0) return rightDelimiter(cursor, delimiter === 'trimming');
    return broken(cursor, 'unclosed left paren');
  }
  const first = peek(cursor);
  if (first === undefined) return broken(cursor, 'unclosed action');
  if (isSpace(first)) return space(cursor);
  const digit = isDigit(first.charCodeAt(0));
  if (!digit && isAlphaNumeric(first)) return identifier(cursor);
  if (digit || first === '-' || first === '+' || (first === '.' && isDigit(cursor.text.charCodeAt(cursor.at + 1))))
    return number(cursor);
  // Before a number at the very end, Go takes a lone dot for the start of one.
  if (first === '.' && cursor.at + 1 === cursor.text.length) return number(cursor);
  next(cursor);
  return sign(cursor, first);
}

function sign(cursor: Cursor, first: string): Item {
  switch (first) {
    case '=':
      return emit(cursor, 'assign');
    case ':':
      return next(cursor) === '=' ? emit(cursor, 'declare') : broken(cursor, 'expected :=');
    case '|':
      return emit(cursor, 'pipe');
    case '"':
      return quoted(cursor);
    case '`':
      return rawQuoted(cursor);
    case '$':
      return fieldOrVariable(cursor, 'variable');
    case "'":
      return character(cursor);
    case '.':
      return fieldOrVariable(cursor, 'field');
    case '(':
      cursor.parens++;
      return emit(cursor, 'left paren');
    case ')':
      cursor.parens--;
      return cursor.parens < 0 ? broken(cursor, 'unexpected right paren') : emit(cursor, 'right paren');
    default:
      if (/^[!-~]$/.test(first)) return emit(cursor, 'char');
      return broken(cursor, `unrecognized character in action: ${codePoint(first)}`);
  }
}

/** A run of space; the last one stays when it belongs to ` -}}`. */
function space(cursor: Cursor): Item {
  skipSpace(cursor);
  cursor.at--;
  if (atRightDelimiter(cursor) === 'trimming') {
    if (cursor.at === cursor.start) return rightDelimiter(cursor, true);
  } else cursor.at++;
  return emit(cursor, 'space');
}
