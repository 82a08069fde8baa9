import { char, END, isDigit, isLetter, type Cursor } from './cursor.ts';

/** Passes over a heredoc whose first `<` was read, to the end of its closing line. */
export function passHeredoc(cursor: Cursor): void {
  if (char(cursor.read()) !== '<') return cursor.fault("heredoc expected second '<', didn't see it");
  const from = cursor.offset;
  let next = cursor.read();
  if (char(next) === '-') next = cursor.read();
  next = cursor.readWhile(next, (code) => isLetter(code) || isDigit(code));
  if (next === END) return cursor.fault('heredoc not terminated');
  if (char(next) === '\r' && char(cursor.peek()) === '\n') next = cursor.read();
  if (char(next) !== '\n') return cursor.fault('invalid characters in heredoc anchor');
  const anchor = cursor.text.slice(from, cursor.last);
  const marker = anchor.replace(/^-/, '');
  if (marker === '') return cursor.fault('zero-length heredoc anchor');

  const closing = new RegExp(`^[\\t\\n\\v\\f\\r ]*${marker}\\r*$`, 'u');
  const shortest = new TextEncoder().encode(anchor).length;
  for (let line = cursor.offset; ; line = cursor.offset) {
    next = cursor.readWhile(cursor.read(), (code) => code !== END && code !== 0x0a);
    if (next === END) return cursor.fault('heredoc not terminated');
    const text = cursor.text.slice(line, cursor.last);
    // The dash of `<<-X` counts towards the least length of the closing line: a bare `X` does not close it.
    if (new TextEncoder().encode(text).length >= shortest && closing.test(text)) return;
  }
}

/** What a heredoc means, given all of it from `<<` to the newline after the closing marker. */
export function heredocValue(raw: string): string {
  const opening = raw.indexOf('\n');
  // HashiCorp's reader finds the closing marker by the length of the opening one, so blanks before it stay in the text.
  if (!raw.startsWith('<<-')) return raw.slice(opening + 1, raw.length - opening + 1);
  const lines = raw.slice(opening + 1, raw.length - opening + 2).split('\n');
  const indent = lines.at(-1) ?? '';
  if (!lines.every((line) => line.startsWith(indent))) {
    return raw.slice(opening + 1, raw.length - opening + 1).replace(/[ \t]+$/, '');
  }
  return [...lines.slice(0, -1).map((line) => line.slice(indent.length)), ''].join('\n');
}
