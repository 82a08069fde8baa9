/** A bracket, `,`, `:` or `=` is its own type; besides `string`, `number`, `keyword`, `invalid` and `end`. */
export interface JsonToken {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const BLANKS = /[ \n\r\t]*/y;
const WORD = /[{}[\],:=]|[-+.\d][-+.\deE]*|[A-Za-z][A-Za-z_]*/y;

/** Cuts JSON into words, without judging them; nothing is read after a character that starts none. */
export function scanJson(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  for (let at = 0; ;) {
    BLANKS.lastIndex = at;
    at += BLANKS.exec(text)?.[0].length ?? 0;
    if (at >= text.length) {
      tokens.push({ type: 'end', start: text.length, end: text.length });
      return tokens;
    }
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    const end = text[at] === '"' ? stringEnd(text, at) : at + (word?.length ?? 0);
    if (end === at) {
      const code = text.codePointAt(at) ?? 0;
      const after = at + (code > 0xffff ? 2 : 1);
      tokens.push({ type: 'invalid', start: at, end: after });
      tokens.push({ type: 'end', start: code > 0x7f ? at : after, end: after });
      return tokens;
    }
    tokens.push({ type: typeOf(text[at] ?? '', word), start: at, end });
    at = end;
  }
}

function typeOf(first: string, word: string | undefined): string {
  if (first === '"') return 'string';
  if (/[{}[\],:=]/.test(first)) return first;
  return word !== undefined && /[A-Za-z]/.test(first) ? 'keyword' : 'number';
}

/** Behind the closing quote, or where a control character or the end cuts the string off. */
function stringEnd(text: string, start: number): number {
  let escaping = false;
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20) return at;
    if (code === 0x22 && !escaping) return at + 1;
    escaping = code === 0x5c && !escaping;
  }
  return text.length;
}
