import { goTrim } from '../go-string.ts';

/**
 * What stands for itself (`=`, `[`, `&&`) is its own type. The rest have words: `name`, `number`, `newline`, `comment`,
 * `openQuote`, `closeQuote`, `openHeredoc`, `closeHeredoc`, `quoted` and `text` (what is between those), `quotedNewline`,
 * `interpolation` (`${`), `directive` (`%{`), `sequenceEnd` (the `}` of both), `invalid`, `badEncoding` and `end`.
 */
export type TokenType = string;

export interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly end: number;
}

const SPACES = /[ \t]+/y;
const NUMBER = /\d(?:(?:\d|\.|[eE][+-]?\d)*(?:\d|[eE][+-]?\d))?/y;
const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const COMMENT = /(?:#|\/\/)[^\n]*\n?|\/\*[^]*?\*\//y;
const NEWLINE = /\r?\n/y;
const HEREDOC = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
const LONG_SYMBOL = /==|!=|>=|<=|&&|\|\||::|\.\.\.|=>/y;
const SYMBOL = /[[\]().,*/%+\-=<>!?:&|~^;`']/y;
/** Half a surrogate pair is what a byte that is no UTF-8 becomes when a file is read. */
const QUOTED = /(?:\\[^\r\n\p{Cs}]|[^$%"\\\r\n\p{Cs}])+/uy;
const QUOTED_NEWLINE = /[\r\n]+/y;
const PLAIN = /[^$%\r\n\p{Cs}]+/uy;
const ESCAPED = /\$\$\{~?|%%\{~?/y;
const SEQUENCE = /[$%]\{~?/y;

/** What the text at a place is part of. */
type Mode = 'code' | 'quoted' | 'bare' | { readonly marker: string; lineStart: boolean };

/** Cuts a text into tokens as HashiCorp's scanner does; never fails. The last one is `end`. */
export function scanHcl2(text: string, mode: 'code' | 'bare' = 'code', from = 0): Token[] {
  return new Scanner(text, mode, from).all();
}

class Scanner {
  private readonly text: string;
  private readonly tokens: Token[] = [];
  private readonly modes: Mode[];
  /** How many braces are open, and at which counts an interpolation ends. */
  private braces = 0;
  private readonly sequences: number[] = [];
  private at: number;

  constructor(text: string, mode: 'code' | 'bare', from: number) {
    this.text = text;
    this.modes = [mode];
    this.at = text.startsWith('\uFEFF', from) ? from + 1 : from;
  }

  all(): Token[] {
    while (this.at < this.text.length) {
      const mode = this.modes.at(-1) ?? 'code';
      if (mode === 'code') this.code();
      else if (mode === 'quoted') this.quoted();
      else this.lines(mode);
    }
    this.emit('end', this.text.length);
    return this.tokens;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  private emit(type: TokenType, end: number): void {
    this.tokens.push({ type, start: this.at, end });
    this.at = end;
  }

  /** Takes a pattern as one token; false where it does not stand here. */
  private take(type: TokenType | undefined, pattern: RegExp): boolean {
    const found = this.match(pattern);
    if (found === undefined || found === '') return false;
    this.emit(type ?? found, this.at + found.length);
    return true;
  }

  private code(): void {
    const spaces = this.match(SPACES);
    if (spaces !== undefined) {
      this.at += spaces.length;
      return;
    }
    if (this.take('name', NAME) || this.take('number', NUMBER) || this.take('newline', NEWLINE)) return;
    if (this.take('comment', COMMENT) || this.heredoc()) return;
    const character = this.text[this.at] ?? '';
    if (character === '"') {
      this.modes.push('quoted');
      this.emit('openQuote', this.at + 1);
    } else if (character === '{') {
      this.braces++;
      this.emit('{', this.at + 1);
    } else if (character === '}') this.closeBrace('}', 1);
    else if (character === '~' && this.text[this.at + 1] === '}') this.closeBrace('sequenceEnd', 2);
    else if (!this.take(undefined, LONG_SYMBOL) && !this.take(undefined, SYMBOL)) this.unknown();
  }

  private closeBrace(otherwise: TokenType, length: number): void {
    const ends = this.sequences.at(-1) === this.braces && this.sequences.length > 0;
    this.emit(ends ? 'sequenceEnd' : otherwise, this.at + length);
    this.braces--;
    if (!ends) return;
    this.sequences.pop();
    this.modes.pop();
  }

  private heredoc(): boolean {
    HEREDOC.lastIndex = this.at;
    const found = HEREDOC.exec(this.text);
    if (found === null) return false;
    this.modes.push({ marker: found[2] ?? '', lineStart: true });
    this.emit('openHeredoc', this.at + found[0].length);
    return true;
  }

  private unknown(): void {
    const code = this.text.codePointAt(this.at) ?? 0;
    const half = code >= 0xd800 && code <= 0xdfff;
    this.emit(half ? 'badEncoding' : 'invalid', this.at + (code > 0xffff ? 2 : 1));
  }

  /** `${` and `%{`, and what only looks like them. */
  private sequence(literal: TokenType): boolean {
    const sequence = this.match(SEQUENCE);
    if (sequence !== undefined) {
      const mode = this.modes.at(-1);
      if (typeof mode === 'object') mode.lineStart = false;
      this.emit(sequence.startsWith('$') ? 'interpolation' : 'directive', this.at + sequence.length);
      this.sequences.push(++this.braces);
      this.modes.push('code');
      return true;
    }
    if (this.take(literal, ESCAPED)) return true;
    // A mark that starts nothing is a token of its own; the last character of the text is not looked past.
    if (/[$%]/.test(this.text[this.at] ?? '') && this.at + 1 < this.text.length) {
      this.emit(literal, this.at + 1);
      return true;
    }
    return false;
  }

  private quoted(): void {
    if (this.text[this.at] === '"') {
      this.modes.pop();
      this.emit('closeQuote', this.at + 1);
    } else if (
      !this.sequence('quoted') &&
      !this.take('quoted', QUOTED) &&
      !this.take('quotedNewline', QUOTED_NEWLINE)
    ) {
      this.unknown();
    }
  }

  /** A heredoc, or a template that is a whole text. */
  private lines(mode: 'bare' | { readonly marker: string; lineStart: boolean }): void {
    const before = this.tokens.length;
    if (this.sequence('text')) {
      if (typeof mode === 'object' && this.tokens.length > before) mode.lineStart = false;
      return;
    }
    const plain = this.match(PLAIN) ?? '';
    const newline = /^\r?\n/.exec(this.text.slice(this.at + plain.length, this.at + plain.length + 2))?.[0] ?? '';
    const end = this.at + plain.length + newline.length;
    if (end === this.at) return this.stuck(mode);
    if (typeof mode === 'object') {
      if (newline !== '' && mode.lineStart && goTrim(plain) === mode.marker) {
        this.modes.pop();
        this.emit('closeHeredoc', end - newline.length);
        this.emit('newline', end);
        return;
      }
      mode.lineStart = newline !== '';
    }
    this.emit('text', end);
  }

  /** A carriage return on its own, a mark at the very end, or bytes that are no text. */
  private stuck(mode: Mode): void {
    const code = this.text.charCodeAt(this.at);
    if (code >= 0xd800 && code <= 0xdfff) this.emit('badEncoding', this.at + 1);
    else this.emit(mode === 'bare' && this.modes.length === 1 ? 'text' : 'invalid', this.text.length);
  }
}
