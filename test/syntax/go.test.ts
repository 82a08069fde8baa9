import { expect, test } from 'vitest';
import { formatGoDuration, parseGoDuration } from '../../src/syntax/go-duration.ts';
import { goQuote, goUnquote } from '../../src/syntax/go-string.ts';

test.each([
  ['a"b\\', '"a\\"b\\\\"'],
  ['\n\t\x00\x7f', '"\\n\\t\\x00\\x7f"'],
  ['é 😀', '"é 😀"'],
  ['\u00a0\u200b', '"\\u00a0\\u200b"'],
  ['\ud800', '"\uFFFD"'],
])('%j is quoted as Go quotes it', (text, quoted) => {
  expect(goQuote(text)).toBe(quoted);
});

test.each([
  ['"a\\tb"', 'a\tb'],
  ['"\\u00e9\\xc3\\xa9\\351"', 'éé\uFFFD'],
  ['`a\\t\r`', 'a\\t'],
  ['"\\q"', undefined],
  ['"\\\'"', undefined],
  ['"a\nb"', undefined],
  ['"\\ud800"', undefined],
])('%s means %j', (literal, text) => {
  expect(goUnquote(literal)).toBe(text);
});

test.each([
  ['1h30m', '1h30m0s'],
  ['90s', '1m30s'],
  ['1.5ms', '1.5ms'],
  ['-1us', '-1µs'],
  ['0', '0s'],
  ['.5s', '500ms'],
  ['1h1.5s', '1h0m1.5s'],
])('%s is %s', (text, shown) => {
  const parsed = parseGoDuration(text);
  expect(parsed.ok && formatGoDuration(parsed.nanoseconds)).toBe(shown);
});

test.each([
  ['', 'time: invalid duration ""'],
  ['90', 'time: missing unit in duration "90"'],
  ['1d', 'time: unknown unit "d" in duration "1d"'],
  ['99999999h', 'time: invalid duration "99999999h"'],
])('%j is no duration of Go', (text, error) => {
  expect(parseGoDuration(text)).toEqual({ ok: false, error });
});
