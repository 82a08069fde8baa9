import { goQuote } from '../go-string.ts';
import type { Spot } from './tree.ts';

export type TokenKind =
  | 'literal' // text outside `${…}`
  | 'string' // text inside quotes inside `${…}`
  | 'integer'
  | 'float'
  | 'bool'
  | 'identifier'
  | 'open quote'
  | 'close quote'
  | 'mark' // `${`, `}`, brackets, operators
  | 'invalid'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly spot: Spot;
}

/** A token as errors name it. */
export function describeToken({ kind, text }: Token): string {
  switch (kind) {
    case 'end':
      return 'end of string';
    case 'invalid':
      return `invalid sequence ${goQuote(text)}`;
    case 'integer':
    case 'float':
      return `${kind} ${text}`;
    case 'string':
    case 'literal':
      return `${kind} ${goQuote(text)}`;
    case 'open quote':
      return 'opening quote';
    case 'close quote':
      return 'closing quote';
    default:
      return text.length === 2 && text !== '${' && kind === 'mark' && text !== '==' ? text : goQuote(text);
  }
}

/** The tokens of a template; the last one is `end`, and nothing but it follows an `invalid` one. */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  let spot: Spot = { line: 1, column: 1, offset: 0 };
  const add = (kind: TokenKind, length: number, columns = length): Token => {
    const token = { kind, text: text.slice(spot.offset, spot.offset + length), spot };
    found.push(token);
    spot = { line: spot.line, column: spot.column + columns, offset: spot.offset + length };
    return token;
  };
  for (let depth = 0; ;) {
    const end = literalEnd(text, spot.offset, depth > 0);
    if (end === undefined) {
      add('invalid', text.length - spot.offset, 0);
      add('end', 0);
      return found;
    }
    if (end > spot.offset) {
      const token = add(depth > 0 ? 'string' : 'literal', end - spot.offset);
      spot = after(spot.offset, token);
    }
    if (spot.offset >= text.length) {
      add('end', 0);
      return found;
    }
    if (text.startsWith('"', spot.offset)) add('close quote', 1);
    else {
      add('mark', 2);
      depth += 1;
    }
    const last = inside(
      text,
      () => spot,
      (next) => (spot = next),
      add,
    );
    if (last.kind === 'end') return found;
    if (last.kind === 'invalid') {
      add('end', 0);
      return found;
    }
    if (last.text === '}') depth = Math.max(0, depth - 1);
  }
}

/** Where a literal ends: at `${`, at the closing quote, or at the end of the text; `undefined` for an open quote. */
function literalEnd(text: string, start: number, quoted: boolean): number | undefined {
  for (let at = start; at < text.length;) {
    const two = text.slice(at, at + 2);
    if (two === '${' || (quoted && two.startsWith('"'))) return at;
    at += two === '$$' || (quoted && (two === '\\"' || two === '\\\\')) ? 2 : 1;
  }
  return quoted ? undefined : text.length;
}

function after(offset: number, { text, spot }: Token): Spot {
  const lines = text.split('\n');
  const column = [...(lines.at(-1) ?? '')].length;
  return {
    line: spot.line + lines.length - 1,
    column: lines.length === 1 ? spot.column + column : column + 1,
    offset,
  };
}

const symbols = /^(?:!=|<=|>=|==|&&|\|\||[()[\],.+\-*/%?:}!<>])/;

/** Reads what stands between `${` and the `}` or quote that ends it, and gives the last token. */
function inside(
  text: string,
  here: () => Spot,
  move: (spot: Spot) => void,
  add: (kind: TokenKind, length: number, columns?: number) => Token,
): Token {
  for (;;) {
    const blank = /^[ \t\r\n]*/.exec(text.slice(here().offset))?.[0] ?? '';
    move(after(here().offset + blank.length, { kind: 'literal', text: blank, spot: here() }));
    const rest = text.slice(here().offset);
    if (rest === '') return add('end', 0);
    const symbol = symbols.exec(rest)?.[0];
    if (symbol !== undefined) {
      const token = add('mark', symbol.length);
      if (symbol === '}') return token;
    } else if (rest.startsWith('"')) return add('open quote', 1);
    else if (/^[0-9]/.test(rest)) number(rest, add);
    else if (/^[\p{L}_]/u.test(rest)) identifier(rest, add);
    else return add('invalid', String.fromCodePoint(rest.codePointAt(0) ?? 0).length, 1);
  }
}

function number(rest: string, add: (kind: TokenKind, length: number) => Token): void {
  const [whole = ''] = /^[0-9]+(?:\.[0-9]*)?/.exec(rest) ?? [];
  const stray = whole.endsWith('.') && whole.length < rest.length && rest[whole.length] !== '.';
  if (stray) add('integer', whole.length - 1);
  else add(whole.includes('.') ? 'float' : 'integer', whole.length);
}

/** Letters, digits, `_`, `-` and `.`; a `*` only as a whole segment, as in `a.*.b`. */
function identifier(rest: string, add: (kind: TokenKind, length: number, columns: number) => Token): void {
  let name = '';
  let columns = 0;
  for (const character of rest) {
    if (!/^[\p{L}\p{N}\p{M}_.*-]$/u.test(character) || (character === '*' && !name.endsWith('.'))) break;
    if (name.endsWith('*') && character !== '.') {
      // The star was an operator after all. Columns stay counted, so later positions on the line are off by two.
      name = name.slice(0, -2);
      break;
    }
    name += character;
    columns += 1;
  }
  add(name === 'true' || name === 'false' ? 'bool' : 'identifier', name.length, columns);
}
