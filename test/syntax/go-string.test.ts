import { expect, test } from 'vitest';
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
