import { wellFormed } from '../go-string.ts';
import { describeToken, tokens, type Token, type TokenKind } from './tokens.ts';
import { Mistake, type Node, type Operator, type Spot } from './tree.ts';

export type ParsedTemplate =
  { readonly ok: true; readonly tree: Node } | { readonly ok: false; readonly error: string; readonly offset: number };

/** Deeper than anybody writes; keeps the reader's own stack safe. */
const deepest = 200;

/** Reads a template of HIL as Consul 1.22 does. A text without `${` is not a template and is one text node. */
export function parseTemplate(text: string): ParsedTemplate {
  const start: Spot = { line: 1, column: 1, offset: 0 };
  if (!text.includes('${')) return { ok: true, tree: { kind: 'text', spot: start, text } };
  const reader: Reader = { tokens: tokens(wellFormed(text)), at: 0, depth: 0 };
  try {
    return { ok: true, tree: template(reader, 'literal', 'end') };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { ok: false, error: error.message, offset: error.offset };
  }
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

function peek(reader: Reader): Token {
  return reader.tokens[reader.at] ?? (reader.tokens.at(-1) as Token);
}

function read(reader: Reader): Token {
  const token = peek(reader);
  if (token.kind !== 'end') reader.at += 1;
  return token;
}

function isMark(token: Token, text: string): boolean {
  return token.kind === 'mark' && token.text === text;
}

function refuse({ line, column, offset }: Spot, message: string): Mistake {
  return new Mistake(`parse error at ${String(line)}:${String(column)}: ${message}`, offset);
}

function expected(what: string, found: Token): Mistake {
  return refuse(found.spot, `expected ${what} but found ${describeToken(found)}`);
}

function need(reader: Reader, text: string): void {
  const token = read(reader);
  if (!isMark(token, text)) throw expected(`"${text}"`, token);
}

/** One level down; every recursion goes through here. */
function deeper<T>(reader: Reader, step: () => T): T {
  reader.depth += 1;
  if (reader.depth > deepest) throw refuse(peek(reader).spot, `expressions nest more than ${String(deepest)} deep`);
  const result = step();
  reader.depth -= 1;
  return result;
}

function template(reader: Reader, literal: TokenKind, end: TokenKind): Node {
  const { spot } = peek(reader);
  if (literal === 'string') read(reader);
  const parts: Node[] = [];
  for (;;) {
    const token = read(reader);
    if (token.kind === end) break;
    if (token.kind === literal) parts.push({ kind: 'text', spot: token.spot, text: unescaped(token) });
    else if (isMark(token, '${')) {
      parts.push(expression(reader));
      need(reader, '}');
    } else throw expected('"${"', token);
  }
  const [first] = parts;
  if (first === undefined) return { kind: 'text', spot, text: '' };
  return parts.length === 1 && first.kind === 'text' ? first : { kind: 'template', spot, parts };
}

const escapes: Readonly<Record<string, string>> = { '\\\\': '\\', '\\n': '\n', '\\"': '"', $$: '$' };

function unescaped({ kind, text, spot }: Token): string {
  return text.replace(kind === 'string' ? /\$\$|\\.?/gsu : /\$\$/g, (found, at: number) => {
    const meant = escapes[found];
    if (meant !== undefined) return meant;
    const column = spot.column + [...text.slice(0, at)].length;
    const what = found === '\\' ? 'unfinished' : 'invalid';
    throw refuse({ line: spot.line, column, offset: spot.offset + at }, `${what} backslash escape sequence`);
  });
}

function expression(reader: Reader): Node {
  return deeper(reader, () => {
    const { spot } = peek(reader);
    const test = operation(reader, 0);
    if (!isMark(peek(reader), '?')) return test;
    read(reader);
    const then = expression(reader);
    const colon = read(reader);
    if (!isMark(colon, ':')) throw expected(':', colon);
    return { kind: 'condition', spot, test, then, otherwise: expression(reader) };
  });
}

/** Loosest first; within a level, from left to right. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['>', '>=', '<', '<='],
  ['+', '-'],
  ['*', '/', '%'],
];

function operation(reader: Reader, level: number): Node {
  const operators = levels[level];
  if (operators === undefined) return term(reader);
  const { spot } = peek(reader);
  let left = operation(reader, level + 1);
  let length = 0;
  for (let next = peek(reader); next.kind === 'mark' && operators.includes(next.text); next = peek(reader)) {
    length += 1;
    if (length > deepest) throw refuse(next.spot, `more than ${String(deepest)} operators in a row`);
    read(reader);
    left = { kind: 'operation', spot, operator: next.text as Operator, left, right: operation(reader, level + 1) };
  }
  return left;
}

function term(reader: Reader): Node {
  const next = peek(reader);
  const { kind, text, spot } = next;
  switch (kind) {
    case 'open quote':
      return deeper(reader, () => template(reader, 'string', 'close quote'));
    case 'integer':
    case 'float':
    case 'bool':
      read(reader);
      return value(next);
    case 'identifier':
      return named(reader);
    default:
  }
  if (isMark(next, '(')) {
    read(reader);
    const inner = expression(reader);
    need(reader, ')');
    return inner;
  }
  if (isMark(next, '-') || isMark(next, '!')) {
    read(reader);
    const right = deeper(reader, () => term(reader));
    return text === '-'
      ? { kind: 'operation', spot, operator: '-', left: { kind: 'integer', spot, value: 0n }, right }
      : { kind: 'operation', spot, operator: '==', left: { kind: 'bool', spot, value: false }, right };
  }
  throw expected('expression', next);
}

const largest = 2n ** 63n - 1n;

function value({ kind, text, spot }: Token): Node {
  if (kind === 'bool') return { kind, spot, value: text === 'true' };
  if (kind === 'integer') {
    const number = BigInt(text);
    if (number <= largest) return { kind, spot, value: number };
    throw refuse(spot, `invalid integer: strconv.Atoi: parsing "${text}": value out of range`);
  }
  const number = Number(text);
  if (Number.isFinite(number)) return { kind: 'float', spot, value: number };
  throw refuse(spot, `invalid float: strconv.ParseFloat: parsing "${text}": value out of range`);
}

function named(reader: Reader): Node {
  const { text: name, spot } = read(reader);
  const next = peek(reader);
  if (isMark(next, '(')) {
    read(reader);
    const values: Node[] = [];
    while (!isMark(peek(reader), ')')) {
      values.push(expression(reader));
      if (!isMark(peek(reader), ',')) break;
      read(reader);
    }
    need(reader, ')');
    return { kind: 'call', spot, name, values };
  }
  const target: Node = { kind: 'variable', spot, name };
  if (!isMark(next, '[')) return target;
  read(reader);
  const key = expression(reader);
  need(reader, ']');
  return { kind: 'index', spot: next.spot, target, key };
}
