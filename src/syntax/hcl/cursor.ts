/** What `read` and `peek` give at the end of the text, and where a NUL ends it as far as HCL is concerned. */
export const END = -1;

export interface Fault {
  readonly offset: number;
  /** Columns beyond the end of the text, see `Cursor.beyond`. */
  readonly beyond: number;
  /** In the words of HashiCorp's scanner. */
  readonly message: string;
}

/** A place in a text that moves by code points and knows where it last stood. */
export class Cursor {
  readonly text: string;
  /** The next character to be read. */
  offset = 0;
  /** The last character that was read: what faults point at. */
  last = 0;
  /**
   * Reads past the end so far. HashiCorp's scanners count each of them as a column, which shows in their messages:
   * `key "a" {` ends at column 10 and is refused "At 1:11".
   */
  beyond = 0;
  readonly faults: Fault[] = [];

  constructor(text: string) {
    this.text = text;
  }

  /** The next code point, consumed. */
  read(): number {
    const code = this.text.codePointAt(this.offset);
    this.last = this.offset;
    if (code === undefined) {
      this.beyond++;
      return END;
    }
    this.offset += code > 0xffff ? 2 : 1;
    return code;
  }

  /** The next code point, left where it is. */
  peek(): number {
    return this.text.codePointAt(this.offset) ?? END;
  }

  /** Takes back the last character read, whatever it was. */
  back(): void {
    this.offset = this.last;
  }

  /** Takes back the last character read; the end cannot be taken back. */
  unread(code: number): void {
    if (code !== END) this.offset = this.last;
  }

  /** Reads while `wanted` holds and gives the first code point that it does not hold for, which is consumed too. */
  readWhile(code: number, wanted: (code: number) => boolean): number {
    let next = code;
    while (wanted(next)) next = this.read();
    return next;
  }

  /** A fault of the word that was just read; `next`, read after it, was taken back unless it was the end. */
  faultBefore(next: number, message: string): void {
    if (next !== END) this.last = this.offset - ((this.text.codePointAt(this.offset - 2) ?? 0) > 0xffff ? 2 : 1);
    this.fault(message);
  }

  fault(message: string): void {
    this.faults.push({ offset: this.last, beyond: Math.max(0, this.beyond - 1), message });
  }
}

/** The next word, blanks passed over. `scan` reads the rest of it behind its first code point and says what it is. */
export function nextWord<T>(
  cursor: Cursor,
  scan: (cursor: Cursor, first: number) => T,
): { type: T; start: number; end: number; beyond: number } {
  const first = cursor.readWhile(cursor.read(), isBlank);
  const start = cursor.last;
  const beyond = Math.max(0, cursor.beyond - 1);
  const type = scan(cursor, first);
  return { type, start, end: cursor.offset, beyond };
}

/** `line:column` as HashiCorp's scanners count: from 1, columns in code points. */
export function upstreamPosition(text: string, { offset, beyond }: Pick<Fault, 'offset' | 'beyond'>): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = Array.from(before.slice(before.lastIndexOf('\n') + 1)).length + 1 + beyond;
  return `${String(line)}:${String(column)}`;
}

export const isDecimal = (code: number): boolean => code >= 0x30 && code <= 0x39;
export const isHex = (code: number): boolean => /^[\da-f]$/i.test(char(code));
export const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
export const isLetter = (code: number): boolean => /^[\p{L}_]$/u.test(char(code));
export const isDigit = (code: number): boolean => /^\p{Nd}$/u.test(char(code));

export function char(code: number): string {
  return code === END ? '' : String.fromCodePoint(code);
}
