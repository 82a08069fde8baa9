import { goEscapes } from '../go-string.ts';

/** One escape or one stretch of plain text. The shapes were checked when the string was scanned. */
const PIECE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.))|[^\\]+/gsu;

/**
 * What a quoted HCL 1 string means, or undefined where HashiCorp's reader takes the text but crashes on the value
 * (`"\400"`). What stands in `${...}` is left as it is.
 */
export function unquoteHcl(raw: string): string | undefined {
  const parts: (string | number)[] = [];
  for (const { text, verbatim } of interpolations(raw.slice(1, -1))) {
    const pieces = verbatim ? [text] : unescape(text, (code) => (code >= 0xd800 && code <= 0xdfff ? 0xfffd : code));
    if (pieces === undefined) return undefined;
    parts.push(...pieces);
  }
  return joined(parts);
}

/** The same for a string of JSON, which HashiCorp's reader takes by Go's rules: half a surrogate pair is a mistake. */
export function unquoteJson(raw: string): string | undefined {
  const pieces = unescape(raw.slice(1, -1), (code) => (code >= 0xd800 && code <= 0xdfff ? undefined : code));
  return pieces === undefined ? undefined : joined(pieces);
}

function interpolations(text: string): { text: string; verbatim: boolean }[] {
  const parts: { text: string; verbatim: boolean }[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const here = text[at];
    if (depth === 0 && here === '\\') at++;
    else if (depth === 0 && here === '$' && text[at + 1] === '{') {
      parts.push({ text: text.slice(from, at), verbatim: false });
      from = at++;
      depth = 1;
    } else if (depth > 0 && here === '{') depth++;
    else if (depth > 0 && here === '}' && --depth === 0) {
      parts.push({ text: text.slice(from, at + 1), verbatim: true });
      from = at + 1;
    }
  }
  parts.push({ text: text.slice(from), verbatim: depth > 0 });
  return parts;
}

/** Texts, and bytes as numbers: `\xff` and `\377` mean a byte, which need not be text on its own. */
function unescape(text: string, codePoint: (code: number) => number | undefined): (string | number)[] | undefined {
  const parts: (string | number)[] = [];
  for (const [whole, hex, short, long, octal, letter] of text.matchAll(PIECE)) {
    if (!whole.startsWith('\\')) parts.push(whole);
    else if (letter !== undefined) {
      const meant = goEscapes[letter];
      if (meant === undefined) return undefined;
      parts.push(meant);
    } else if (hex !== undefined || octal !== undefined) {
      const byte = hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16);
      if (byte > 255) return undefined;
      parts.push(byte);
    } else {
      const code = codePoint(Number.parseInt(short ?? long ?? '', 16));
      if (code === undefined || code > 0x10ffff) return undefined;
      parts.push(String.fromCodePoint(code));
    }
  }
  return parts;
}

function joined(parts: readonly (string | number)[]): string {
  if (parts.every((part) => typeof part === 'string')) return parts.join('');
  const encoder = new TextEncoder();
  return decoded(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...encoder.encode(part)])));
}

/** Bytes that are no UTF-8 become lone surrogates, so that no two different strings look alike. */
function decoded(bytes: readonly number[]): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    try {
      text += decoder.decode(Uint8Array.from(bytes.slice(at, at + length)));
      at += length;
    } catch {
      text += String.fromCharCode(0xdc00 + lead);
      at++;
    }
  }
  return text;
}
