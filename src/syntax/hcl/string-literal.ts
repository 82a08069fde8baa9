import type { Range } from './ast.ts';
import type { TokenStream } from './token-stream.ts';

const PIECE = /\\u[\da-fA-F]{0,4}|\\U[\da-fA-F]{0,8}|\\[^uU]?|\$\$\{|%%\{|\r\n|[\r\n]|[^\\$%\r\n]+|[$%]/gsu;
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** What a stretch of a quoted string or of a template means; escapes that mean nothing are problems. */
export function literalText(stream: TokenStream, range: Range, quoted: boolean): string {
  let meant = '';
  for (const match of stream.textOf(range).matchAll(PIECE)) {
    const [piece] = match;
    const place = { start: range.start + match.index, end: range.start + match.index + piece.length };
    if (piece === '$${' || piece === '%%{') meant += piece.slice(1);
    else if (quoted && piece.startsWith('\\')) meant += escape(stream, piece, place);
    else meant += piece;
  }
  return meant;
}

function escape(stream: TokenStream, piece: string, place: Range): string {
  const selector = piece[1];
  if (selector === 'u' || selector === 'U') {
    const digits = selector === 'u' ? 4 : 8;
    const code = piece.length === digits + 2 ? Number.parseInt(piece.slice(2), 16) : undefined;
    if (code !== undefined && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)) return String.fromCodePoint(code);
    stream.problem(
      place,
      code === undefined
        ? `\\${selector} has to be followed by ${String(digits)} hexadecimal digits`
        : `there is no character with the number ${piece.slice(2)}`,
    );
    return piece;
  }
  const letter = selector === undefined ? undefined : LETTERS[selector];
  if (letter !== undefined) return letter;
  stream.problem(place, `no such escape: ${piece}; known are \\n \\r \\t \\" \\\\ \\uHHHH and \\UHHHHHHHH`);
  return piece.slice(1);
}
