import { goQuote } from '../go-string.ts';
import type { Source } from '../source.ts';
import type { Comment, Item, Key, Problem, Range, Reading } from './ast.ts';
import { meaninglessStrings } from './crash.ts';
import { upstreamPosition } from './cursor.ts';
import { withoutCarriageReturns } from './line-ends.ts';
import { plainFault } from './problem.ts';
import { hclScanner, type Token } from './scanner.ts';
import { unquoteHcl } from './unquote.ts';

/** Thrown to leave an item that cannot be read; the problem is noted already. */
export class Unreadable extends Error {}

/** A message, or how to make it where that takes looking through the text. */
type Words = string | (() => string);

function said(words: Words): string {
  return typeof words === 'string' ? words : words();
}

/** The words of a text one after the other, comments put aside, and the mistakes that were found in it. */
export class TokenReader {
  /** The one read last. */
  token: Token = { type: 'ILLEGAL', start: 0, end: 0, beyond: 0 };
  private readonly source: Source;
  private readonly text: string;
  private readonly origin: (offset: number) => number;
  private readonly scanner: ReturnType<typeof hclScanner>;
  private readonly comments: Comment[] = [];
  private readonly problems: Problem[] = [];
  private refusal: string | undefined;
  private refusedByScanner = false;
  private kept = false;
  private ended = false;

  constructor(source: Source) {
    this.source = source;
    ({ text: this.text, origin: this.origin } = withoutCarriageReturns(source.text));
    this.scanner = hclScanner(this.text);
  }

  next(): Token {
    if (this.kept) {
      this.kept = false;
      return this.token;
    }
    let token = this.scanner.scan();
    while (token.type === 'COMMENT') {
      this.comments.push({ ...this.range(token.start, token.end), text: this.textOf(token) });
      token = this.scanner.scan();
    }
    this.token = token;
    return token;
  }

  peek(): Token {
    const token = this.next();
    this.kept = true;
    return token;
  }

  textOf({ start, end }: Token): string {
    return this.text.slice(start, end);
  }

  /** Offsets of the source from those of its words. */
  range(start: number, end: number): Range {
    return { start: this.origin(start), end: this.origin(Math.min(end, this.text.length)) };
  }

  position({ start, beyond }: Token): string {
    return upstreamPosition(this.text, { offset: start, beyond });
  }

  /** Notes a mistake at a token, unless the scanner has complained about that very token, and gives what to throw. */
  unexpected(token: Token, upstream: Words, message: Words): Unreadable {
    this.refuse(() => `At ${this.position(token)}: ${said(upstream)}`);
    const faulty = this.scanner.cursor.faults.some(({ offset }) => offset >= token.start && offset <= token.end);
    // When the text ends too early, everything that is open lacks its end: saying so once is enough.
    if (!faulty && !(token.type === 'EOF' && this.ended)) {
      this.problems.push({
        ...this.range(token.start, token.end),
        message: said(message),
      });
    }
    this.ended ||= token.type === 'EOF';
    return new Unreadable();
  }

  /** Notes an argument that is set a second time. */
  refuseRepeated({ raw, start, end }: Key): void {
    this.refuse(() => {
      const offset = this.source.text.slice(0, start).replaceAll('\r\n', '\n').length;
      const at = upstreamPosition(this.text, { offset, beyond: 0 });
      return `The argument ${goQuote(raw)} at ${at} was already set. Each argument can only be defined once`;
    });
    this.problems.push({ start, end, message: `${raw} is set already; an argument can be set once only` });
  }

  /** Puts a prefix before what HashiCorp's parser says while `read` runs; what its scanner says stays as it is. */
  prefixing<T>(prefix: () => string, read: () => T): T {
    const refusedBefore = this.refusal !== undefined;
    try {
      return read();
    } finally {
      if (!refusedBefore && this.refusal !== undefined && !this.refusedByScanner)
        this.refusal = prefix() + this.refusal;
    }
  }

  /** After a mistake: on to the next line on which an item may start, past what was opened on the way. */
  skipItem(inBraces: boolean): void {
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

  /** Everything that was read and found. */
  reading(items: readonly Item[]): Reading {
    this.refusal ??= this.faultRefusal();
    for (const { offset, message } of this.scanner.cursor.faults) {
      const character = String.fromCodePoint(this.text.codePointAt(offset) ?? 0);
      this.problems.push({ ...this.range(offset, offset + character.length), message: plainFault(message, character) });
    }
    if (this.problems.length === 0) {
      const meaningless = meaninglessStrings(items, unquoteHcl);
      this.problems.push(...meaningless);
      this.refusal = meaningless[0]?.refusal;
    }
    const { source, comments } = this;
    const problems = this.problems.toSorted((a, b) => a.start - b.start);
    return { file: { source, language: 'hcl1', items, comments }, problems, refusal: this.refusal };
  }

  /** HashiCorp's reader stops here. What its scanner has complained about last goes before what its parser says. */
  private refuse(message: () => string): void {
    if (this.refusal !== undefined) return;
    const fault = this.faultRefusal();
    this.refusedByScanner = fault !== undefined;
    this.refusal = fault ?? message();
  }

  private faultRefusal(): string | undefined {
    const fault = this.scanner.cursor.faults.at(-1);
    return fault === undefined ? undefined : `At ${upstreamPosition(this.text, fault)}: ${fault.message}`;
  }
}
