import { expect, test } from 'vitest';
import { goLower, goQuote, goTrim, goUnquote } from '../../src/syntax/go-string.ts';

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
  ['ΑΣ İSTANBUL ẞ', 'ασ istanbul ß'],
  ['K', 'k'],
])('%s becomes %s', (text, lower) => {
  expect(goLower(text)).toBe(lower);
});

test.each([
  [' \t\v\u0085\u00a0\u2028a b\u3000\n', 'a b'],
  ['\uFEFF a\uFEFF', '\uFEFF a\uFEFF'],
  ['\u200b', '\u200b'],
  [' \n ', ''],
])('%j is trimmed to %j', (text, trimmed) => {
  expect(goTrim(text)).toBe(trimmed);
});
