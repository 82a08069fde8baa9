import type { TextEdit } from '../../model/finding.ts';
import { WidError } from '../../support/errors.ts';
import type { Source } from '../../syntax/source.ts';

/**
 * The text with its edits made; those of other files are passed over, and what two edits say alike is done once. What is
 * inserted at one place follows in the order given. Throws `usage` when they overlap or point beyond the text.
 */
export function applyEdits({ name, text }: Source, edits: readonly TextEdit[]): string {
  const own = distinct(edits.filter(({ file }) => file === name)).toSorted(
    (a, b) => a.start - b.start || a.end - b.end,
  );
  let at = 0;
  let result = '';
  for (const edit of own) {
    const { start, end } = edit;
    if (start < at || end < start || end > text.length)
      throw new WidError('usage', `the edits of ${name} overlap, or point beyond its end`);
    result += text.slice(at, start) + edit.text;
    at = end;
  }
  return result + text.slice(at);
}

/** Whether two edits cannot both be made: they change the same text. Two insertions at one place can. */
export function overlap(one: TextEdit, other: TextEdit): boolean {
  if (one.file !== other.file || same(one, other)) return false;
  return one.start < other.end && other.start < one.end;
}

function distinct(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.filter((edit, index) => edits.findIndex((other) => same(edit, other)) === index);
}

function same(one: TextEdit, other: TextEdit): boolean {
  return one.file === other.file && one.start === other.start && one.end === other.end && one.text === other.text;
}
