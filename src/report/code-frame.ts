import { positionAt, type Place, type Source } from '../syntax/source.ts';
import { secretRanges, type Hidden } from './secret-lines.ts';

const mask = '(secret)';
/** Longer lines, such as JSON without line breaks, are cut to a window around the range. */
const widest = 120;

/**
 * The line of a place with its neighbours and a caret under the range, the way compilers show it. Values of keys that
 * look secret and texts that look like a JWT are replaced; control characters cannot reach the terminal.
 */
export function codeFrame(place: Place): string {
  const { lines, hidden } = linesOf(place.source);
  const { line, column } = positionAt(place.source, place.start);
  const last = Math.min(line + 1, lines.length);
  const width = String(last).length;
  const frame: string[] = [];
  for (let number = Math.max(1, line - 1); number <= last; number += 1) {
    const text = lines[number - 1] ?? '';
    const ranges = hidden.get(number - 1) ?? [];
    const gutter = (sign: string, label: string): string => `${sign} ${label.padStart(width)} |`;
    if (number !== line) {
      if (text.trim() !== '')
        frame.push(`${gutter(' ', String(number))} ${shorten(show(text, ranges).text, 0).text}`.trimEnd());
      continue;
    }
    const shown = show(text, ranges);
    const from = shown.column(column - 1);
    const to = Math.max(from + 1, shown.column(Math.min(column - 1 + place.end - place.start, text.length)));
    const cut = shorten(shown.text, from);
    const indent = cut.text.slice(0, from - cut.offset).replace(/[^\t]/g, ' ');
    const carets = '^'.repeat(Math.max(1, Math.min(to - from, cut.text.length - (from - cut.offset))));
    frame.push(`${gutter('>', String(number))} ${cut.text}`.trimEnd(), `${gutter(' ', '')} ${indent}${carets}`);
  }
  return frame.join('\n');
}

interface Lines {
  readonly lines: readonly string[];
  readonly hidden: ReadonlyMap<number, readonly Hidden[]>;
}

/** A file of many jobs has many findings, each with a frame. */
const known = new WeakMap<Source, Lines>();

function linesOf(source: Source): Lines {
  let found = known.get(source);
  if (found === undefined) {
    const lines = source.text.split(/\r?\n/);
    known.set(source, (found = { lines, hidden: secretRanges(lines) }));
  }
  return found;
}

interface Shown {
  readonly text: string;
  /** Where a column of the original, from 0, stands in the shown text. */
  column(original: number): number;
}

function show(line: string, hidden: readonly Hidden[]): Shown {
  let text = '';
  const columns: number[] = [];
  for (let index = 0; index < line.length; index += 1) {
    columns.push(text.length);
    const range = hidden.find(({ start, end }) => index >= start && index < end);
    if (range === undefined) text += visible(line.charAt(index));
    else if (index === range.start || !text.endsWith(mask)) text += mask;
    if (range !== undefined) columns[index] = text.length - mask.length;
  }
  columns.push(text.length);
  return { text, column: (original) => columns[Math.min(original, line.length)] ?? text.length };
}

function visible(character: string): string {
  return character === '\t' || !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u.test(character)
    ? character
    : '\u00b7';
}

function shorten(text: string, around: number): { text: string; offset: number } {
  if (text.length <= widest) return { text, offset: 0 };
  const offset = Math.max(0, Math.min(around - widest / 3, text.length - widest));
  const start = Math.floor(offset);
  const piece = text.slice(start, start + widest);
  return {
    text: `${start > 0 ? '…' : ''}${piece}${start + widest < text.length ? '…' : ''}`,
    offset: start > 0 ? start - 1 : 0,
  };
}
