import { char, END, type Cursor } from './cursor.ts';

const DIGITS: Readonly<Record<string, readonly [base: number, count: number]>> = { x: [16, 2], u: [16, 4], U: [16, 8] };

/** Passes over an escape whose backslash was read; faults where HashiCorp's scanner does. */
export function passEscape(cursor: Cursor, atEnd: 'stop' | 'count'): void {
  const code = cursor.read();
  const letter = char(code);
  if (letter !== '' && 'abfnrtv\\"'.includes(letter)) return;
  const digits = DIGITS[letter];
  if (digits !== undefined) passDigits(cursor, cursor.read(), ...digits, atEnd);
  else if (letter !== '' && '01234567'.includes(letter)) passDigits(cursor, code, 8, 3, atEnd);
  else cursor.fault('illegal char escape');
}

function passDigits(cursor: Cursor, first: number, base: number, count: number, atEnd: 'stop' | 'count'): void {
  let code = first;
  let missing = count;
  while (missing > 0 && digitValue(code) < base) {
    code = cursor.read();
    if (code === END && atEnd === 'stop') break;
    missing--;
  }
  if (missing > 0) cursor.fault('illegal char escape');
  // In HCL, but not in JSON, a first character that is no digit is gone for good: in `"\x"` the closing quote.
  if (atEnd === 'count') cursor.back();
  else if (missing < count) cursor.unread(code);
}

function digitValue(code: number): number {
  const value = Number.parseInt(char(code), 36);
  return Number.isNaN(value) || !/^[\da-f]$/i.test(char(code)) ? 16 : value;
}
