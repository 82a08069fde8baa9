import { goQuote } from '../go-string.ts';
import type { Source } from '../source.ts';
import type { Comment, File, Item, Key, List, Literal, ObjectValue, Problem, Reading, Value } from './ast.ts';
import { upstreamPosition } from './cursor.ts';
import { meaninglessStrings } from './crash.ts';
import { heredocValue } from './heredoc.ts';
import { DEEPEST, plainFault, plainToken } from './problem.ts';
import { hclScanner, type Token } from './scanner.ts';
import { unquoteHcl } from './unquote.ts';

export interface Hcl1Options {
  /**
   * Whether an argument that is set twice is refused, as Vault and Consul do by default; OpenBao and agents let it pass.
   */
  readonly repeated?: 'refused' | 'allowed';
}

/** Reads a text of HCL 1 as HashiCorp's reader (v1.0.1-vault-7) does, but goes on after a mistake. */
export function parseHcl1(source: Source, { repeated = 'refused' }: Hcl1Options = {}): Reading {
  return new Parser(source, repeated === 'refused').parse();
}

/** Thrown to leave an item that cannot be read; the problem is noted already. */
class Unreadable extends Error {}

/** The text ended where an item might start or a value should: HashiCorp's reader lets some of these pass. */
class Ended extends Error {}

class Parser {
  private readonly source: Source;
  private readonly refuseRepeated: boolean;
  private readonly text: string;
  private readonly origin: (offset: number) => number;
  private readonly scanner: ReturnType<typeof hclScanner>;
  private readonly comments: Comment[] = [];
  private readonly problems: Problem[] = [];
  private refusal: string | undefined;
  private refusedByScanner = false;
  private token: Token = { type: 'ILLEGAL', start: 0, end: 0, beyond: 0 };
  private kept = false;
  private depth = 0;

  constructor(source: Source, refuseRepeated: boolean) {
    this.source = source;
    this.refuseRepeated = refuseRepeated;
    ({ text: this.text, origin: this.origin } = withoutCarriageReturns(source.text));
    this.scanner = hclScanner(this.text);
  }

  parse(): Reading {
    const items = this.items(false);
    const { faults } = this.scanner.cursor;
    this.refusal ??= this.faultRefusal();
    for (const { offset, message } of faults) {
      const character = String.fromCodePoint(this.text.codePointAt(offset) ?? 0);
      this.problems.push({ ...this.range(offset, offset + character.length), message: plainFault(message, character) });
    }
    if (this.problems.length === 0) {
      const meaningless = meaninglessStrings(items, unquoteHcl);
      this.problems.push(...meaningless);
      this.refusal = meaningless[0]?.refusal;
    }
    const file: File = { source: this.source, language: 'hcl1', items, comments: this.comments };
    return { file, problems: inOrder(this.problems), refusal: this.refusal };
  }

  private items(inBraces: boolean): Item[] {
    const items: Item[] = [];
    const seen = new Set<string>();
    for (;;) {
      if (inBraces && this.peek().type === 'RBRACE') return items;
      try {
        const item = this.item();
        if (item.assign !== undefined && this.refuseRepeated) this.checkRepeated(item, seen);
        items.push(item);
        if (this.peek().type === 'COMMA') this.kept = false;
      } catch (error) {
        if (error instanceof Ended) return items;
        if (!(error instanceof Unreadable)) throw error;
        this.skipItem(inBraces);
        if (this.peek().type === 'EOF') return items;
      }
    }
  }

  private checkRepeated({ keys }: Item, seen: Set<string>): void {
    for (const { raw, start, end } of keys) {
      if (seen.has(raw)) {
        const at = upstreamPosition(this.text, { offset: this.normal(start), beyond: 0 });
        this.refuse(`The argument ${goQuote(raw)} at ${at} was already set. Each argument can only be defined once`);
        this.problems.push({ start, end, message: `${raw} is set already; an argument can be set once only` });
      }
      seen.add(raw);
    }
  }

  private item(): Item {
    const keys = this.keys();
    const token = this.token;
    const names = keys.map(({ raw }) => raw).join(' ');
    let value: Value;
    let assign: number | undefined;
    if (token.type === 'ASSIGN') {
      assign = this.origin(token.start);
      value = this.value();
    } else if (token.type === 'LBRACE') {
      value = this.object();
    } else {
      const message = `${names} has no value: "=" or "{" expected, found ${plainToken(token.type)}`;
      throw this.unexpected(token, `key '${names}' expected start of object ('{') or assignment ('=')`, message);
    }
    this.peek();
    const start = keys[0]?.start ?? value.start;
    return { keys, assign, value, start, end: value.end };
  }

  /** The keys of an item. The token after them is the current one: `=`, `{` or what stands there by mistake. */
  private keys(): Key[] {
    const keys: Key[] = [];
    for (;;) {
      const token = this.next();
      switch (token.type) {
        case 'IDENT':
        case 'STRING':
          keys.push(this.key(token));
          break;
        case 'ASSIGN':
          if (keys.length > 1) {
            const message = 'a block with labels is written without "="';
            throw this.unexpected(token, 'nested object expected: LBRACE got: ASSIGN', message);
          }
          if (keys.length === 0) throw this.unexpected(token, 'no object keys found!', 'a name is missing before "="');
          return keys;
        case 'LBRACE':
          if (keys.length > 0) return keys;
          throw this.unexpected(token, 'expected: IDENT | STRING got: LBRACE', 'a name is missing before "{"');
        case 'EOF':
          if (keys.length > 0) return keys;
          throw new Ended();
        default: {
          if (token.type === 'RBRACE' && keys.length > 0) return keys;
          if (token.type === 'ILLEGAL') throw this.unexpected(token, 'illegal character', 'unexpected character');
          const upstream = `expected: IDENT | STRING | ASSIGN | LBRACE got: ${token.type}`;
          throw this.unexpected(token, upstream, `a name expected, found ${plainToken(token.type)}`);
        }
      }
    }
  }

  private key(token: Token): Key {
    const raw = this.text.slice(token.start, token.end);
    const quoted = token.type === 'STRING';
    return { raw, value: quoted ? (unquoteHcl(raw) ?? raw) : raw, quoted, ...this.range(token.start, token.end) };
  }

  private value(): Value {
    const token = this.next();
    switch (token.type) {
      case 'NUMBER':
      case 'FLOAT':
      case 'BOOL':
      case 'STRING':
      case 'HEREDOC':
        return this.literal(token);
      case 'LBRACE':
        return this.object();
      case 'LBRACK':
        return this.list();
      case 'EOF':
        throw new Ended();
      default: {
        const text = this.text.slice(token.start, token.end);
        const shown = `${upstreamPosition(this.text, { offset: token.start, beyond: token.beyond })} ${token.type} ${text}`;
        const hint = token.type === 'IDENT' ? `; is ${JSON.stringify(text)} meant?` : '';
        throw this.unexpected(
          token,
          `Unknown token: ${shown}`,
          `a value expected, found ${plainToken(token.type)}${hint}`,
        );
      }
    }
  }

  private object(): ObjectValue {
    const open = this.token;
    const items = this.nested(open, () => this.items(true));
    const close = this.next();
    if (close.type !== 'RBRACE') {
      const at = upstreamPosition(this.text, { offset: open.start, beyond: 0 });
      const message = `"}" expected for the "{" at ${at}, found ${plainToken(close.type)}`;
      throw this.unexpected(close, `object expected closing RBRACE got: ${close.type}`, message);
    }
    return { kind: 'object', items, ...this.range(open.start, close.end) };
  }

  private list(): List {
    const open = this.token;
    const items: Value[] = [];
    let needComma = false;
    for (;;) {
      const token = this.next();
      if (needComma && token.type !== 'COMMA' && token.type !== 'RBRACK') {
        const upstream = `error parsing list, expected comma or list end, got: ${token.type}`;
        throw this.unexpected(token, upstream, `"," or "]" expected, found ${plainToken(token.type)}`);
      }
      switch (token.type) {
        case 'RBRACK':
          return { kind: 'list', items, ...this.range(open.start, token.end) };
        case 'COMMA':
          this.peek();
          needComma = false;
          break;
        case 'BOOL':
        case 'NUMBER':
        case 'FLOAT':
        case 'STRING':
        case 'HEREDOC':
          items.push(this.literal(token));
          needComma = true;
          break;
        case 'LBRACE':
          items.push(this.within(token, 'object', () => this.object()));
          needComma = true;
          break;
        case 'LBRACK':
          // HashiCorp's reader forgets to ask for the comma after an inner list.
          items.push(this.within(token, 'list', () => this.nested(token, () => this.list())));
          break;
        default: {
          const message = `a value or "]" expected, found ${plainToken(token.type)}`;
          throw this.unexpected(token, `unexpected token while parsing list: ${token.type}`, message);
        }
      }
    }
  }

  /** Reads something inside a list; the upstream error gets the list's words around it. */
  private within<T>(token: Token, what: 'object' | 'list', read: () => T): T {
    const refusedBefore = this.refusal !== undefined;
    try {
      return read();
    } finally {
      if (!refusedBefore && this.refusal !== undefined && !this.refusedByScanner) {
        const at = upstreamPosition(this.text, { offset: token.start, beyond: 0 });
        this.refusal = `At ${at}: error while trying to parse ${what} within list: ${this.refusal}`;
      }
    }
  }

  private nested<T>(open: Token, read: () => T): T {
    if (this.depth >= DEEPEST) {
      const message = `nested more than ${String(DEEPEST)} deep`;
      throw this.unexpected(open, message, message);
    }
    this.depth++;
    try {
      return read();
    } finally {
      this.depth--;
    }
  }

  private literal(token: Token): Literal {
    const raw = this.text.slice(token.start, token.end);
    const range = this.range(token.start, token.end);
    if (token.type === 'STRING')
      return { kind: 'literal', type: 'string', raw, value: unquoteHcl(raw) ?? raw, ...range };
    if (token.type === 'HEREDOC') return { kind: 'literal', type: 'heredoc', raw, value: heredocValue(raw), ...range };
    const type = token.type === 'NUMBER' ? 'number' : token.type === 'FLOAT' ? 'float' : 'bool';
    return { kind: 'literal', type, raw, value: raw, ...range };
  }

  /** Notes a mistake at a token, unless the scanner has complained about that very token, and gives what to throw. */
  private unexpected(token: Token, upstream: string, message: string): Unreadable {
    const at = upstreamPosition(this.text, { offset: token.start, beyond: token.beyond });
    this.refuse(`At ${at}: ${upstream}`);
    const faulty = this.scanner.cursor.faults.some(({ offset }) => offset >= token.start && offset <= token.end);
    if (!faulty) this.problems.push({ ...this.range(token.start, token.end), message });
    return new Unreadable();
  }

  /** HashiCorp's reader stops here. What its scanner has complained about last goes before what its parser says. */
  private refuse(message: string): void {
    if (this.refusal !== undefined) return;
    const fault = this.faultRefusal();
    this.refusedByScanner = fault !== undefined;
    this.refusal = fault ?? message;
  }

  private faultRefusal(): string | undefined {
    const fault = this.scanner.cursor.faults.at(-1);
    return fault === undefined ? undefined : `At ${upstreamPosition(this.text, fault)}: ${fault.message}`;
  }

  /** After a mistake: on to the next line on which an item may start, past what was opened on the way. */
  private skipItem(inBraces: boolean): void {
    let open = 0;
    let line = this.token.end;
    this.kept = true;
    for (;;) {
      const token = this.peek();
      if (token.type === 'EOF') return;
      const newLine = this.text.slice(line, token.start).includes('\n');
      if (open === 0 && newLine && (token.type === 'IDENT' || token.type === 'STRING')) return;
      if (open === 0 && token.type === 'RBRACE' && inBraces) return;
      if (token.type === 'LBRACE' || token.type === 'LBRACK') open++;
      if (token.type === 'RBRACE' || token.type === 'RBRACK') open = Math.max(0, open - 1);
      line = token.end;
      this.kept = false;
    }
  }

  private next(): Token {
    if (this.kept) {
      this.kept = false;
      return this.token;
    }
    let token = this.scanner.scan();
    while (token.type === 'COMMENT') {
      this.comments.push({ ...this.range(token.start, token.end), text: this.text.slice(token.start, token.end) });
      token = this.scanner.scan();
    }
    this.token = token;
    return token;
  }

  private peek(): Token {
    const token = this.next();
    this.kept = true;
    return token;
  }

  private range(start: number, end: number): { start: number; end: number } {
    return { start: this.origin(start), end: this.origin(Math.min(end, this.text.length)) };
  }

  private normal(offset: number): number {
    return this.text === this.source.text
      ? offset
      : withoutCarriageReturns(this.source.text.slice(0, offset)).text.length;
  }
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.start - b.start);
}

/** HashiCorp's reader takes CRLF as LF before it looks at anything. Gives the way back to offsets of the text as it was. */
function withoutCarriageReturns(text: string): { text: string; origin: (offset: number) => number } {
  if (!text.includes('\r\n')) return { text, origin: (offset) => offset };
  const lines = text.split('\r\n');
  const starts = lines.map(() => 0);
  for (let index = 1; index < lines.length; index++)
    starts[index] = (starts[index - 1] ?? 0) + (lines[index - 1]?.length ?? 0) + 1;
  const origin = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return offset + low;
  };
  return { text: lines.join('\n'), origin };
}
