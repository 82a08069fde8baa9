import type { Source } from '../source.ts';
import type { Item, Key, List, Literal, ObjectValue, Reading, Value } from './ast.ts';
import { heredocValue } from './heredoc.ts';
import { DEEPEST, plainToken } from './problem.ts';
import type { Token, TokenType } from './scanner.ts';
import { TokenReader, Unreadable } from './token-reader.ts';
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

const LITERALS: ReadonlySet<TokenType> = new Set(['NUMBER', 'FLOAT', 'BOOL', 'STRING', 'HEREDOC']);
/** What may stand after keys, if only to be told that a value is missing. */
const ENDS_KEYS: ReadonlySet<TokenType> = new Set(['ASSIGN', 'LBRACE', 'RBRACE', 'EOF']);

/** The text ended where an item might start or a value should: HashiCorp's reader lets some of these pass. */
class Ended extends Error {}

class Parser {
  private readonly reader: TokenReader;
  private readonly refuseRepeated: boolean;
  private depth = 0;

  constructor(source: Source, refuseRepeated: boolean) {
    this.reader = new TokenReader(source);
    this.refuseRepeated = refuseRepeated;
  }

  parse(): Reading {
    return this.reader.reading(this.items(false));
  }

  private items(inBraces: boolean): Item[] {
    const items: Item[] = [];
    const seen = new Set<string>();
    for (;;) {
      if (inBraces && this.reader.peek().type === 'RBRACE') return items;
      try {
        const item = this.item();
        if (item.assign !== undefined && this.refuseRepeated) this.checkRepeated(item, seen);
        items.push(item);
        if (this.reader.peek().type === 'COMMA') this.reader.next();
      } catch (error) {
        if (error instanceof Ended) return items;
        if (!(error instanceof Unreadable)) throw error;
        this.reader.skipItem(inBraces);
        if (this.reader.peek().type === 'EOF') return items;
      }
    }
  }

  private checkRepeated({ keys }: Item, seen: Set<string>): void {
    for (const key of keys) {
      if (seen.has(key.raw)) this.reader.refuseRepeated(key);
      seen.add(key.raw);
    }
  }

  private item(): Item {
    const keys = this.keys();
    const token = this.reader.token;
    const names = keys.map(({ raw }) => raw).join(' ');
    let value: Value;
    let assign: number | undefined;
    if (token.type === 'ASSIGN') {
      assign = this.reader.range(token.start, token.end).start;
      value = this.value();
    } else if (token.type === 'LBRACE') {
      value = this.object();
    } else {
      const message = `${names} has no value: "=" or "{" expected, found ${plainToken(token.type)}`;
      throw this.reader.unexpected(token, `key '${names}' expected start of object ('{') or assignment ('=')`, message);
    }
    this.reader.peek();
    const start = keys[0]?.start ?? value.start;
    return { keys, assign, value, start, end: value.end };
  }

  /** The keys of an item. The token after them is the current one: `=`, `{` or what stands there by mistake. */
  private keys(): Key[] {
    const keys: Key[] = [];
    for (;;) {
      const token = this.reader.next();
      if (token.type === 'IDENT' || token.type === 'STRING') keys.push(this.key(token));
      else if (keys.length === 0) throw this.noKey(token);
      else if (token.type === 'ASSIGN' && keys.length > 1) {
        const message = 'a block with labels is written without "="';
        throw this.reader.unexpected(token, 'nested object expected: LBRACE got: ASSIGN', message);
      } else if (ENDS_KEYS.has(token.type)) return keys;
      else throw this.notKey(token);
    }
  }

  private noKey(token: Token): Error {
    if (token.type === 'EOF') return new Ended();
    if (token.type === 'ASSIGN') {
      return this.reader.unexpected(token, 'no object keys found!', 'a name is missing before "="');
    }
    if (token.type !== 'LBRACE') return this.notKey(token);
    return this.reader.unexpected(token, 'expected: IDENT | STRING got: LBRACE', 'a name is missing before "{"');
  }

  private notKey(token: Token): Error {
    const upstream = `expected: IDENT | STRING | ASSIGN | LBRACE got: ${token.type}`;
    return this.reader.unexpected(token, upstream, `a name expected, found ${plainToken(token.type)}`);
  }

  private key(token: Token): Key {
    const raw = this.reader.textOf(token);
    const quoted = token.type === 'STRING';
    return {
      raw,
      value: quoted ? (unquoteHcl(raw) ?? raw) : raw,
      quoted,
      ...this.reader.range(token.start, token.end),
    };
  }

  private value(): Value {
    const token = this.reader.next();
    if (LITERALS.has(token.type)) return this.literal(token);
    if (token.type === 'LBRACE') return this.object();
    if (token.type === 'LBRACK') return this.list();
    if (token.type === 'EOF') throw new Ended();
    const text = this.reader.textOf(token);
    const hint = token.type === 'IDENT' ? `; is ${JSON.stringify(text)} meant?` : '';
    throw this.reader.unexpected(
      token,
      () => `Unknown token: ${this.reader.position(token)} ${token.type} ${text}`,
      `a value expected, found ${plainToken(token.type)}${hint}`,
    );
  }

  private object(): ObjectValue {
    const open = this.reader.token;
    const items = this.nested(open, () => this.items(true));
    const close = this.reader.next();
    if (close.type === 'RBRACE') return { kind: 'object', items, ...this.reader.range(open.start, close.end) };
    throw this.reader.unexpected(close, `object expected closing RBRACE got: ${close.type}`, () => {
      return `"}" expected for the "{" at ${this.reader.position(open)}, found ${plainToken(close.type)}`;
    });
  }

  private list(): List {
    const open = this.reader.token;
    const items: Value[] = [];
    let needComma = false;
    for (;;) {
      const token = this.reader.next();
      if (needComma && token.type !== 'COMMA' && token.type !== 'RBRACK') {
        const upstream = `error parsing list, expected comma or list end, got: ${token.type}`;
        throw this.reader.unexpected(token, upstream, `"," or "]" expected, found ${plainToken(token.type)}`);
      }
      if (token.type === 'RBRACK') return { kind: 'list', items, ...this.reader.range(open.start, token.end) };
      if (token.type === 'COMMA') {
        this.reader.peek();
        needComma = false;
      } else if (LITERALS.has(token.type)) {
        items.push(this.literal(token));
        needComma = true;
      } else if (token.type === 'LBRACE') {
        items.push(this.within(token, 'object', () => this.object()));
        needComma = true;
      } else if (token.type === 'LBRACK') {
        // HashiCorp's reader forgets to ask for the comma after an inner list.
        items.push(this.within(token, 'list', () => this.nested(token, () => this.list())));
      } else {
        const message = `a value or "]" expected, found ${plainToken(token.type)}`;
        throw this.reader.unexpected(token, `unexpected token while parsing list: ${token.type}`, message);
      }
    }
  }

  /** Reads something inside a list; the upstream error gets the list's words around it. */
  private within<T>(token: Token, what: 'object' | 'list', read: () => T): T {
    const prefix = (): string => `At ${this.reader.position(token)}: error while trying to parse ${what} within list: `;
    return this.reader.prefixing(prefix, read);
  }

  private nested<T>(open: Token, read: () => T): T {
    if (this.depth >= DEEPEST) {
      const message = `nested more than ${String(DEEPEST)} deep`;
      throw this.reader.unexpected(open, message, message);
    }
    this.depth++;
    try {
      return read();
    } finally {
      this.depth--;
    }
  }

  private literal(token: Token): Literal {
    const raw = this.reader.textOf(token);
    const range = this.reader.range(token.start, token.end);
    if (token.type === 'STRING')
      return { kind: 'literal', type: 'string', raw, value: unquoteHcl(raw) ?? raw, ...range };
    if (token.type === 'HEREDOC') return { kind: 'literal', type: 'heredoc', raw, value: heredocValue(raw), ...range };
    const type = token.type === 'NUMBER' ? 'number' : token.type === 'FLOAT' ? 'float' : 'bool';
    return { kind: 'literal', type, raw, value: raw, ...range };
  }
}
