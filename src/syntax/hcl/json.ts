import type { Source } from '../source.ts';
import type { File, Item, Key, List, Literal, ObjectValue, Problem, Reading, Value } from './ast.ts';
import { upstreamPosition } from './cursor.ts';
import { meaninglessStrings } from './crash.ts';
import { flatten } from './flatten.ts';
import { jsonScanner, type JsonToken } from './json-scanner.ts';
import { DEEPEST, plainFault, plainToken } from './problem.ts';
import { unquoteJson } from './unquote.ts';

/**
 * Reads JSON as HashiCorp's HCL 1 reader does, which is laxer than JSON: it stops after the closing brace of the first
 * object, takes a missing comma as the end of an object, forgives what is wrong right before a `}`, and passes over
 * booleans in lists. Repeated members are all kept.
 */
export function parseHclJson(source: Source): Reading {
  return new Parser(source).parse();
}

const LITERALS = { NUMBER: 'number', FLOAT: 'float', BOOL: 'bool', NULL: 'null', STRING: 'string' } as const;

function isLiteral(type: JsonToken['type']): type is keyof typeof LITERALS {
  return type in LITERALS;
}

/** Thrown to give up at the current token. */
class Unreadable extends Error {
  readonly problem: Problem;
  constructor(message: string, problem: Problem) {
    super(message);
    this.problem = problem;
  }
}

/** The text ended inside an object, which HashiCorp's reader takes as the object's end. */
class Ended extends Error {}

class Parser {
  private readonly source: Source;
  private readonly scanner: ReturnType<typeof jsonScanner>;
  private readonly problems: Problem[] = [];
  private token: JsonToken = { type: 'ILLEGAL', start: 0, end: 0, beyond: 0 };
  private depth = 0;

  constructor(source: Source) {
    this.source = source;
    this.scanner = jsonScanner(source.text);
  }

  parse(): Reading {
    let items: readonly Item[] = [];
    let refusal: string | undefined;
    try {
      this.next();
      items = flatten(this.object().items);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      refusal = error.message;
      if (this.scanner.cursor.faults.length === 0) this.problems.push(error.problem);
    }
    const { text } = this.source;
    for (const { offset, message } of this.scanner.cursor.faults) {
      const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
      this.problems.push({
        start: offset,
        end: Math.min(offset + character.length, text.length),
        message: plainFault(message, character),
      });
    }
    const fault = this.scanner.cursor.faults.at(-1);
    if (fault !== undefined) refusal = `${upstreamPosition(text, fault)}: ${fault.message}`;
    if (this.problems.length === 0) {
      const meaningless = meaninglessStrings(items, unquoteJson);
      this.problems.push(...meaningless);
      refusal = meaningless[0]?.refusal;
    }
    const file: File = { source: this.source, language: 'json', items, comments: [] };
    return { file, problems: this.problems.toSorted((a, b) => a.start - b.start), refusal: refusal };
  }

  /** The current token is the opening brace. */
  private object(): ObjectValue {
    const open = this.token;
    if (this.depth >= DEEPEST)
      throw this.unexpected(`nested more than ${String(DEEPEST)} deep`, `nested more than ${String(DEEPEST)} deep`);
    this.depth++;
    const items: Item[] = [];
    try {
      do items.push(this.item());
      while (this.next().type === 'COMMA');
    } catch (error) {
      const forgiven = error instanceof Ended || (error instanceof Unreadable && this.token.type === 'RBRACE');
      if (!forgiven) throw error;
    } finally {
      this.depth--;
    }
    return { kind: 'object', items, start: open.start, end: this.token.end };
  }

  private item(): Item {
    const keys = this.keys();
    const assign = this.token.start;
    const value = this.value();
    return { keys, assign, value, start: keys[0]?.start ?? assign, end: value.end };
  }

  private keys(): Key[] {
    const keys: Key[] = [];
    for (;;) {
      const { type, start, end } = this.next();
      if (type === 'EOF') throw new Ended();
      if (type === 'COLON' && keys.length > 0) return keys;
      if (type === 'ILLEGAL') throw this.unexpected('illegal', 'unexpected character');
      if (type !== 'STRING')
        throw this.unexpected(
          `expected: STRING got: ${type}`,
          `a member name in quotes expected, found ${plainToken(type)}`,
        );
      const raw = this.source.text.slice(start, end);
      keys.push({ raw, value: unquoteJson(raw) ?? raw, quoted: true, start, end });
    }
  }

  private value(): Value {
    const { type, start, end, beyond } = this.next();
    if (isLiteral(type)) return this.literal();
    if (type === 'LBRACE') return this.object();
    if (type === 'LBRACK') return this.list();
    if (type === 'EOF') throw new Ended();
    const at = upstreamPosition(this.source.text, { offset: start, beyond });
    const shown = `${at} ${type} ${this.source.text.slice(start, end)}`;
    throw this.unexpected(
      `Expected object value, got unknown token: ${shown}`,
      `a value expected, found ${plainToken(type)}`,
    );
  }

  private list(): List {
    const open = this.token;
    const items: Value[] = [];
    for (;;) {
      const { type, end } = this.next();
      if (type === 'RBRACK') return { kind: 'list', items, start: open.start, end };
      if (type === 'NUMBER' || type === 'FLOAT' || type === 'STRING') items.push(this.literal());
      else if (type === 'LBRACE') items.push(this.object());
      else if (type !== 'COMMA' && type !== 'BOOL' && type !== 'LBRACK') {
        throw this.unexpected(
          `unexpected token while parsing list: ${type}`,
          `a value or "]" expected, found ${plainToken(type)}`,
        );
      }
    }
  }

  private literal(): Literal {
    const { type, start, end } = this.token;
    const raw = this.source.text.slice(start, end);
    const named = LITERALS[type as keyof typeof LITERALS];
    const value = named === 'string' ? (unquoteJson(raw) ?? raw) : named === 'null' ? '' : raw;
    return { kind: 'literal', type: named, raw, value, start, end };
  }

  private unexpected(upstream: string, message: string): Unreadable {
    const { start, end } = this.token;
    return new Unreadable(upstream, { start, end, message });
  }

  private next(): JsonToken {
    this.token = this.scanner.scan();
    return this.token;
  }
}
