import { isDecimal, isHex, type Cursor } from './cursor.ts';

const lower = (code: number): number => code | 0x20;
const E = 0x65;
const X = 0x78;
const DOT = 0x2e;

/**
 * Reads a number whose first digit was read. Where a digit is missing (`1e`, `1.`), HashiCorp's scanner keeps what it has
 * and swallows the next character; what follows then reads differently, so this does the same.
 */
export function readNumber(cursor: Cursor, first: number, leadingZero: 'octal' | 'decimal'): 'number' | 'float' {
  return leadingZero === 'octal' && first === 0x30 ? readAfterZero(cursor) : readDecimal(cursor, first);
}

function readDecimal(cursor: Cursor, first: number): 'number' | 'float' {
  readDigits(cursor, first);
  const next = cursor.read();
  if (lower(next) === E) return readExponent(cursor);
  if (next === DOT) return readFraction(cursor);
  cursor.unread(next);
  return 'number';
}

function readAfterZero(cursor: Cursor): 'number' | 'float' {
  let next = cursor.read();
  if (lower(next) === X) {
    const digit = cursor.read();
    next = cursor.readWhile(digit, isHex);
    if (!isHex(digit)) cursor.fault('illegal hexadecimal number');
    cursor.unread(next);
    return 'number';
  }
  let octal = true;
  while (isDecimal(next)) {
    next = cursor.read();
    // The digit right after the zero is not looked at: `08` passes here and fails when its value is asked for.
    if (next === 0x38 || next === 0x39) octal = false;
  }
  if (lower(next) === E) return readExponent(cursor);
  if (next === DOT) return readFraction(cursor);
  if (!octal) cursor.fault('illegal octal number');
  cursor.unread(next);
  return 'number';
}

function readFraction(cursor: Cursor): 'float' {
  const next = readDigits(cursor, cursor.peek());
  if (lower(next) === E) {
    cursor.read();
    readExponent(cursor);
  }
  return 'float';
}

function readExponent(cursor: Cursor): 'float' {
  const sign = cursor.read();
  readDigits(cursor, sign === 0x2b || sign === 0x2d ? cursor.read() : sign);
  return 'float';
}

/** A fraction without a number before it: `.5`. */
export function readBareFraction(cursor: Cursor): 'float' {
  const next = readDigits(cursor, cursor.peek());
  if (lower(next) === E) readExponent(cursor);
  return 'float';
}

function readDigits(cursor: Cursor, first: number): number {
  const next = cursor.readWhile(first, isDecimal);
  if (isDecimal(first)) cursor.unread(next);
  return next;
}
