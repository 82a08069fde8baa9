import type { Source } from '../source.ts';
import type { Problem, Range } from './ast.ts';
import { scanJson, type JsonToken } from './hcl2-json-scanner.ts';
import { spanning } from './hcl2-ast.ts';

/** JSON as HCL 2 sees it: numbers as they are written, members in order and possibly repeated. */
export type JsonNode =
  | (Range & {
      readonly kind: 'object';
      readonly members: readonly JsonMember[];
      readonly open: Range;
      readonly close: Range;
    })
  | (Range & { readonly kind: 'array'; readonly items: readonly JsonNode[]; readonly open: Range })
  | (Range & { readonly kind: 'string'; readonly value: string })
  | (Range & { readonly kind: 'number'; readonly text: string })
  | (Range & { readonly kind: 'bool'; readonly value: boolean })
  | (Range & { readonly kind: 'null' })
  | (Range & { readonly kind: 'unreadable' });

export interface JsonMember {
  readonly name: string;
  readonly nameRange: Range;
  readonly value: JsonNode;
}

export interface JsonReading {
  readonly source: Source;
  readonly root: JsonNode;
  readonly problems: readonly Problem[];
}

/** Reads the JSON form of HCL 2 (`.nomad.json`); accepts and refuses what HashiCorp's hcl v2.20.2-nomad-1 does. */
export function parseHcl2Json(source: Source): JsonReading {
  const reader = new JsonReader(source.text);
  const root = reader.value();
  const next = reader.peek();
  if (reader.problems.length === 0 && next.type !== 'end')
    reader.problem(next, 'nothing more is expected after the JSON value');
  if (root.kind !== 'object' && root.kind !== 'array')
    reader.problem(startOf(root), 'the whole has to be a JSON object (or a list of them)');
  return { source, root, problems: reader.problems };
}

/** Where an error about a whole value is shown: at its opening bracket. */
export function startOf(node: JsonNode): Range {
  return 'open' in node ? node.open : { start: node.start, end: node.end };
}

const DEEPEST = 400;

class JsonReader {
  readonly problems: Problem[] = [];
  private readonly tokens: readonly JsonToken[];
  private readonly text: string;
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = scanJson(text);
  }

  peek(): JsonToken {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] ?? { type: 'end', start: 0, end: 0 };
  }

  private read(): JsonToken {
    const token = this.peek();
    this.at++;
    return token;
  }

  problem({ start, end }: Range, message: string): void {
    this.problems.push({ start, end, message });
  }

  value(): JsonNode {
    const token = this.peek();
    if (this.depth >= DEEPEST) {
      this.problem(token, `nested more than ${String(DEEPEST)} levels deep`);
      this.at = this.tokens.length - 1;
      return unreadable(token);
    }
    this.depth++;
    try {
      return this.readValue(token) ?? unreadable(token);
    } finally {
      this.depth--;
    }
  }

  private readValue(token: JsonToken): JsonNode | undefined {
    const { start, end } = token;
    switch (token.type) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      case 'number':
        this.read();
        return this.number(this.text.slice(start, end), token);
      case 'string':
        this.read();
        return this.string(token);
      case 'keyword':
        this.read();
        return this.keyword(this.text.slice(start, end), token);
      case 'end':
        this.problem(token, 'a value is expected, found the end of the text');
        return undefined;
      default:
        this.problem(token, 'a value is expected here');
        return undefined;
    }
  }

  private number(text: string, { start, end }: Range): JsonNode | undefined {
    if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return { kind: 'number', start, end, text };
    this.problem({ start, end }, 'this is no number in JSON');
    return undefined;
  }

  private keyword(text: string, { start, end }: Range): JsonNode | undefined {
    if (text === 'true' || text === 'false') return { kind: 'bool', start, end, value: text === 'true' };
    if (text === 'null') return { kind: 'null', start, end };
    this.problem({ start, end }, `"${text}" is no value in JSON; strings are quoted`);
    return undefined;
  }

  private string({ start, end }: Range): JsonNode | undefined {
    const raw = this.text.slice(start, end);
    const whole = /^"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/u.exec(raw)?.[0] ?? '';
    if (raw[whole.length] === '"' && whole.length + 1 === raw.length) {
      const value = (JSON.parse(raw) as string).replace(/\p{Cs}/gu, '\uFFFD');
      return { kind: 'string', start, end, value };
    }
    this.problem(
      this.faultIn(start, raw, whole.length),
      'the string is not closed or holds an escape that JSON does not know',
    );
    return undefined;
  }

  /** HashiCorp's reader points behind the byte at which Go's JSON reader gave up. */
  private faultIn(start: number, raw: string, valid: number): Range {
    const escape = /^\\(?:u[\da-fA-F]{0,3})?/.exec(raw.slice(valid))?.[0] ?? '';
    const at = start + valid + escape.length;
    const code = at - start >= raw.length ? undefined : this.text.codePointAt(at);
    if (code !== undefined && code > 0x7f) return { start: at, end: at + (code > 0xffff ? 2 : 1) };
    const from = code === undefined ? start + raw.length : at + 1;
    const next = this.text.codePointAt(from);
    return { start: from, end: next === undefined ? from : from + (next > 0xffff ? 2 : 1) };
  }

  /** Skips to behind a closing bracket, from a token that was read. */
  private recover(from: JsonToken, opening: string, closing: string): void {
    let open = 1;
    for (let token = from; token.type !== 'end'; token = this.read()) {
      if (token.type === opening) open++;
      else if (token.type === closing && --open <= 1) return;
    }
  }

  private object(): JsonNode | undefined {
    const open = this.read();
    const members: JsonMember[] = [];
    while (this.peek().type !== '}') {
      const key = this.value();
      if (key.kind !== 'string') {
        this.problem(startOf(key), 'the name of a member has to be a string');
        return undefined;
      }
      const colon = this.read();
      if (colon.type !== ':') {
        this.recover(colon, '{', '}');
        this.problem(colon, 'a ":" is expected after the name of a member');
        return undefined;
      }
      const value = this.value();
      members.push({ name: key.value, nameRange: { start: key.start, end: key.end }, value });
      const next = this.peek();
      if (next.type === '}') break;
      if (next.type !== ',') return this.refuseInObject(open, next);
      this.read();
      if (this.peek().type === '}') {
        this.problem(next, 'JSON allows no "," after the last member');
        return undefined;
      }
    }
    const close = this.read();
    return { kind: 'object', ...spanning(open, close), members, open, close };
  }

  private refuseInObject(open: Range, next: JsonToken): undefined {
    if (next.type === 'end') this.problem(open, 'the object is not closed: its "}" is missing');
    else if (next.type === ']') {
      this.read();
      this.problem(this.peek(), 'an object is closed with "}", not with "]"');
    } else {
      this.recover(this.read(), '{', '}');
      this.problem(this.peek(), 'a "," is expected between members');
    }
  }

  private array(): JsonNode | undefined {
    const open = this.read();
    const items: JsonNode[] = [];
    while (this.peek().type !== ']') {
      items.push(this.value());
      const next = this.peek();
      if (next.type === ']') break;
      if (next.type !== ',') {
        this.recover(this.read(), '[', ']');
        if (next.type === 'end') this.problem(open, 'the list is not closed: its "]" is missing');
        else if (next.type === '}') this.problem(this.peek(), 'a list is closed with "]", not with "}"');
        else this.problem(this.peek(), 'a "," is expected between the elements of a list');
        return undefined;
      }
      this.read();
      if (this.peek().type === ']') {
        this.problem(next, 'JSON allows no "," after the last element');
        return undefined;
      }
    }
    const close = this.read();
    return { kind: 'array', ...spanning(open, close), items, open };
  }
}

function unreadable({ start, end }: Range): JsonNode {
  return { kind: 'unreadable', start, end };
}
