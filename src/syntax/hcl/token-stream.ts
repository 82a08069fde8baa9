import type { Problem, Range } from './ast.ts';
import type { Expression } from './hcl2-ast.ts';
import type { Token, TokenType } from './hcl2-scanner.ts';

const CLOSING: Readonly<Record<string, TokenType>> = {
  '{': '}',
  '[': ']',
  '(': ')',
  openQuote: 'closeQuote',
  openHeredoc: 'closeHeredoc',
  interpolation: 'sequenceEnd',
  directive: 'sequenceEnd',
};
const OPENING: Readonly<Record<string, TokenType>> = {
  '}': '{',
  ']': '[',
  ')': '(',
  closeQuote: 'openQuote',
  closeHeredoc: 'openHeredoc',
  sequenceEnd: 'interpolation',
};

/** What closes what a token opens. */
export function closingOf(type: TokenType): TokenType {
  return CLOSING[type] ?? 'none';
}

/** Nesting beyond this is refused: no real text has it, and reading must not run out of stack. */
const DEEPEST = 300;

/** The rules that refer to each other from file to file; `hcl2.ts` brings them together. */
export interface Grammar {
  readonly expression: (stream: TokenStream) => Expression;
  /** A term with its steps. */
  readonly operand: (stream: TokenStream) => Expression;
}

/**
 * The tokens of a text as its parser sees them: without comments, without newlines where those mean nothing, and with a
 * memory of whether something went wrong, after which complaints about what follows from it are held back.
 */
export class TokenStream {
  readonly text: string;
  readonly grammar: Grammar;
  readonly problems: Problem[] = [];
  /** A mistake was met and tokens were skipped. */
  recovering = false;
  private readonly tokens: readonly Token[];
  private readonly newlines: boolean[] = [true];
  private next = 0;
  private depth = 0;

  constructor(text: string, tokens: readonly Token[], grammar: Grammar) {
    this.text = text;
    this.grammar = grammar;
    this.tokens = tokens;
  }

  /** Reads one expression. */
  expression(): Expression {
    return this.grammar.expression(this);
  }

  peek(): Token {
    return this.find().token;
  }

  read(): Token {
    const { token, after } = this.find();
    this.next = after;
    return token;
  }

  /** The token last passed over, whatever it was. */
  previous(): Range {
    return this.next === 0 ? this.peek() : (this.tokens[this.next - 1] ?? this.peek());
  }

  textOf({ start, end }: Range): string {
    return this.text.slice(start, end);
  }

  isWord(word: string): boolean {
    const token = this.peek();
    return token.type === 'name' && this.textOf(token) === word;
  }

  /** Runs `read` with newlines counting or not. */
  withNewlines<T>(count: boolean, read: () => T): T {
    this.newlines.push(count);
    try {
      return read();
    } finally {
      this.newlines.pop();
    }
  }

  problem({ start, end }: Range, message: string): void {
    this.problems.push({ start, end, message });
  }

  /** The same, unless it may only be a consequence of an earlier mistake. */
  problemUnlessRecovering(range: Range, message: string): void {
    if (!this.recovering) this.problem(range, message);
  }

  /** Runs `read` and tells whether it left the stream in disorder. */
  failing<T>(read: () => T): { value: T; failed: boolean } {
    const before = this.problems.length;
    const value = read();
    return { value, failed: this.recovering && this.problems.length > before };
  }

  /** One level deeper, or undefined where that is too deep; then everything up to the end is skipped. */
  nested<T>(read: () => T): T | undefined {
    if (this.depth >= DEEPEST) {
      if (this.next < this.tokens.length) {
        this.problem(this.peek(), `nested more than ${String(DEEPEST)} levels deep`);
        this.recovering = true;
        this.next = this.tokens.length;
      }
      return undefined;
    }
    this.depth++;
    try {
      return read();
    } finally {
      this.depth--;
    }
  }

  /** Skips to behind the bracket that closes what is open. */
  recover(end: TokenType): Token {
    const start = OPENING[end] ?? CLOSING[end] ?? 'none';
    this.recovering = true;
    for (let nest = 0; ;) {
      const token = this.read();
      const type = end === 'sequenceEnd' && token.type === 'directive' ? 'interpolation' : token.type;
      if (type === start) nest++;
      else if (type === end && nest-- < 1) return token;
      else if (type === 'end') return token;
    }
  }

  /** Skips the next bracketed stretch that starts with `start`. */
  recoverOver(start: TokenType): void {
    for (;;) {
      const { type } = this.read();
      if (type === start || type === 'end') break;
    }
    this.recover(closingOf(start));
  }

  /** Skips to the next line that may start an item. */
  recoverItem(): void {
    this.recovering = true;
    const open: TokenType[] = [];
    for (;;) {
      const { type } = this.read();
      if (type === 'end' || (type === 'newline' && open.length === 0)) return;
      if (CLOSING[type] !== undefined) open.push(type);
      else if (OPENING[type] !== undefined) {
        while (open.length > 0 && closingOf(open.at(-1) ?? 'none') !== type) open.pop();
        open.pop();
      }
    }
  }

  private find(): { token: Token; after: number } {
    const newlines = this.newlines.at(-1) ?? true;
    for (let index = this.next; index < this.tokens.length; index++) {
      const token = this.tokens[index];
      if (token === undefined) break;
      if (token.type === 'newline' && !newlines) continue;
      if (token.type !== 'comment') return { token, after: index + 1 };
      // A comment of one line holds the newline that ends it.
      if (newlines && this.text[token.end - 1] === '\n')
        return { token: { ...token, type: 'newline' }, after: index + 1 };
    }
    const last = this.tokens.at(-1) ?? { type: 'end', start: this.text.length, end: this.text.length };
    return { token: last, after: this.tokens.length };
  }
}
