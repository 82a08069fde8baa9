import type { Range } from '../hcl/ast.ts';

/** A range as HashiCorp's reader writes it, in lines and user-perceived characters from 1. */
export function upstreamRange(text: string, { start, end }: Range, name = 'input.hcl'): string {
  const [from, to] = [position(text, start), position(text, end)];
  const last = from.line === to.line ? String(to.column) : `${String(to.line)},${String(to.column)}`;
  return `${name}:${String(from.line)},${String(from.column)}-${last}`;
}

function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.slice(before.lastIndexOf('\n') + 1).replace(/^\uFEFF/, '');
  const ascii = /^[\0-\x7f]*$/.test(line);
  const length = ascii ? line.length : [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(line)].length;
  return { line: before.split('\n').length, column: length + 1 };
}
