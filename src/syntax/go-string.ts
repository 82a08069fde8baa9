/** How Go prints and reads quoted text; the servers' error texts are full of it. Source of the behaviour: Go's `strconv`. */

const named: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** Text as Go's `%q` shows it. */
export function goQuote(text: string): string {
  let quoted = '';
  for (const rune of wellFormed(text)) quoted += named[rune] ?? (printable.test(rune) ? rune : numbered(rune));
  return `"${quoted}"`;
}

/** Halves of surrogate pairs become U+FFFD, as when Go decodes JSON. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** As `strings.ToLower` has it, letter by letter: no letter becomes two, and the end of a word changes none. */
export function goLower(text: string): string {
  if (/^[\x00-\x7F]*$/.test(text)) return text.toLowerCase(); // oxlint-disable-line no-control-regex -- ASCII begins with them
  let lower = '';
  for (const character of text) lower += character === 'İ' ? 'i' : character.toLowerCase();
  return lower;
}

const blanks = String.raw`[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+`;
const outerBlanks = new RegExp(`^${blanks}|${blanks}$`, 'g');

/** As `strings.TrimSpace` has it: the mark of byte order is no blank, the next line (U+0085) is one. */
export function goTrim(text: string): string {
  return text.replace(outerBlanks, '');
}

function numbered(rune: string): string {
  const code = rune.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x1_00_00) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

const escape = /\\(?:([abfnrtv\\"])|x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;

/** What the letter behind a backslash stands for in double quotes. */
export const goEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/**
 * What a literal in double or back quotes stands for; `undefined` when Go would not read it.
 * Bytes that are no UTF-8 become U+FFFD.
 */
export function goUnquote(literal: string): string | undefined {
  const inner = literal.slice(1, -1);
  if (literal.startsWith('`')) return inner.replaceAll('\r', '');
  if (!inner.includes('\\')) return /["\n]/.test(inner) ? undefined : Buffer.from(inner).toString();
  if (/["\n]/.test(inner.replace(/\\./g, ''))) return undefined;
  const parts: Buffer[] = [];
  let at = 0;
  while (at < inner.length) {
    const next = inner.indexOf('\\', at);
    const end = next === -1 ? inner.length : next;
    parts.push(Buffer.from(inner.slice(at, end)));
    if (next === -1) break;
    escape.lastIndex = next;
    const bytes = bytesOf(escape.exec(inner));
    if (bytes === undefined) return undefined;
    parts.push(bytes);
    at = escape.lastIndex;
  }
  return Buffer.concat(parts).toString();
}

function bytesOf(found: RegExpExecArray | null): Buffer | undefined {
  if (found === null) return undefined;
  const [, letter, hex, octal, short, long] = found;
  if (letter !== undefined) return Buffer.from(goEscapes[letter] ?? '');
  if (hex !== undefined) return Buffer.from([Number.parseInt(hex, 16)]);
  if (octal !== undefined) {
    const byte = Number.parseInt(octal, 8);
    return byte > 255 ? undefined : Buffer.from([byte]);
  }
  const code = Number.parseInt(short ?? long ?? '', 16);
  if (code > 0x10_ff_ff || (code >= 0xd8_00 && code <= 0xdf_ff)) return undefined;
  return Buffer.from(String.fromCodePoint(code));
}
