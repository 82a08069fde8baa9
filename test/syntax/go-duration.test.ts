import { expect, test } from 'vitest';
import { formatGoDuration, formatGoSeconds, parseGoDuration } from '../../src/syntax/go-duration.ts';

test.each([
  ['1h30m', '1h30m0s'],
  ['90s', '1m30s'],
  ['1.5ms', '1.5ms'],
  ['-1us', '-1µs'],
  ['0', '0s'],
  ['.5s', '500ms'],
  ['1h1.5s', '1h0m1.5s'],
  ['-9223372036854775808ns', '-2562047h47m16.854775808s'],
])('%s is %s', (text, shown) => {
  const parsed = parseGoDuration(text);
  expect(parsed.ok && formatGoDuration(parsed.nanoseconds)).toBe(shown);
});

test.each([
  ['', 'time: invalid duration ""'],
  ['90', 'time: missing unit in duration "90"'],
  ['1d', 'time: unknown unit "d" in duration "1d"'],
  ['x', 'time: invalid duration "x"'],
  ['99999999h', 'time: invalid duration "99999999h"'],
  ['9223372036854775808ns', 'time: invalid duration "9223372036854775808ns"'],
  ['9999999999999999999', 'time: invalid duration "9999999999999999999"'],
  ['１s', 'time: invalid duration "\\xef\\xbc\\x91s"'],
  ['1"', 'time: unknown unit "\\"" in duration "1\\""'],
])('%j is no duration of Go', (text, error) => {
  expect(parseGoDuration(text)).toEqual({ ok: false, error });
});

test.each([
  [300, '5m0s'],
  [1.5, '1.5s'],
  [0.02, '20ms'],
  [0, '0s'],
])('%d seconds are %s', (seconds, shown) => {
  expect(formatGoSeconds(seconds)).toBe(shown);
});
