import { expect, it } from 'vitest';
import { htmlOf } from '../../../src/report/html/markup.ts';
import { prose } from '../../../src/report/html/prose.ts';

it.each([
  ['plain <b>', 'plain &lt;b&gt;'],
  ['`a` and `<b>`', '<code>a</code> and <code>&lt;b&gt;</code>'],
  ['one ` alone', 'one ` alone'],
  ['`a` and ` alone', '<code>a</code> and ` alone'],
])('sentences have their code as code: %s', (text, html) => {
  expect(htmlOf(prose(text))).toBe(html);
});
