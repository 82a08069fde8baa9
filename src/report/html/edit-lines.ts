import type { TextEdit } from '../../model/finding.ts';
import type { Source } from '../../syntax/source.ts';
import { maskedLines } from '../secret-lines.ts';

export interface EditLines {
  readonly file: string;
  /** Where the change begins, from 1. */
  readonly line: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The whole lines that an edit changes, and what it makes of them; without the values of what looks secret. */
export function editLines(edit: TextEdit, { text }: Source): EditLines {
  const before = text.split(/\r?\n/);
  const after = (text.slice(0, edit.start) + edit.text + text.slice(edit.end)).split(/\r?\n/);
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return {
    file: edit.file,
    line: head + 1,
    before: maskedLines(before).slice(head, before.length - tail),
    after: maskedLines(after).slice(head, after.length - tail),
  };
}
