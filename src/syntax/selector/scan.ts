import { goQuote } from '../go-string.ts';

/** A class of characters, with the name under which errors list it. */
export interface CharacterClass {
  readonly shown: string;
  readonly has: (character: string) => boolean;
}

/**
 * A cursor over a text that remembers what an error has to say: which terminals were wanted at the furthest place that
 * any attempt reached, and faults that a rule found itself. Both outlive the attempt that recorded them, because
 * Consul's parser reports them even when it went on to try something else.
 */
export interface Scan {
  readonly text: string;
  at: number;
  literal(word: string): boolean;
  oneOf(characters: CharacterClass): boolean;
  any(): boolean;
  /** Goes back to where it began when the attempt gives `undefined` or `false`. */
  attempt<T>(step: () => T): T;
  /** Whether the step would succeed here; moves nothing. Terminals tried in a negative look are recorded inverted. */
  looksLike(step: () => boolean): boolean;
  looksUnlike(step: () => boolean): boolean;
  fault(rule: string, message: string, at?: number): void;
  /** A fault in a rule that errors may name without quotes. */
  faultIn(shownRule: string, message: string, at?: number): void;
  /** The faults, or else what was wanted at the furthest place. */
  report(): { error: string; offset: number };
  readonly faulty: boolean;
}

export function scan(text: string): Scan {
  let inverted = false;
  let furthest = 0;
  const wanted = new Set<string>();
  const faults = new Map<string, number>();

  function note(matched: boolean, at: number, terminal: string): void {
    if (matched !== inverted || at < furthest) return;
    if (at > furthest) {
      furthest = at;
      wanted.clear();
    }
    wanted.add(inverted ? `!${terminal}` : terminal);
  }

  function advance(length: number, terminal: string): boolean {
    const start = self.at;
    self.at += length;
    note(length > 0, start, terminal);
    return length > 0;
  }

  const self: Scan = {
    text,
    at: 0,
    literal: (word) => advance(text.startsWith(word, self.at) ? word.length : 0, goQuote(word)),
    oneOf: ({ shown, has }) => {
      const length = lengthAt(text, self.at);
      return advance(has(text.slice(self.at, self.at + length)) ? length : 0, shown);
    },
    any: () => advance(lengthAt(text, self.at), '.'),
    attempt(step) {
      const start = self.at;
      const result = step();
      if (result === undefined || result === false) self.at = start;
      return result;
    },
    looksLike(step) {
      const start = self.at;
      const found = step();
      self.at = start;
      return found;
    },
    looksUnlike(step) {
      inverted = !inverted;
      const found = self.looksLike(step);
      inverted = !inverted;
      return !found;
    },
    fault: (rule, message, at) => self.faultIn(`"${rule}"`, message, at),
    faultIn(shownRule, message, at = self.at) {
      const shown = `${positionOf(text, at)}: rule ${shownRule}: ${message}`;
      if (!faults.has(shown)) faults.set(shown, at);
    },
    report() {
      const [first] = faults.values();
      if (first !== undefined) return { error: [...faults.keys()].join('\n'), offset: first };
      return { error: `${positionOf(text, furthest)}: no match found, expected: ${listed(wanted)}`, offset: furthest };
    },
    get faulty() {
      return faults.size > 0;
    },
  };
  return self;
}

/** Code units of the character at an offset; 0 at the end. */
function lengthAt(text: string, at: number): number {
  const code = text.codePointAt(at);
  return code === undefined ? 0 : code > 0xff_ff ? 2 : 1;
}

/** `LINE:COLUMN (OFFSET)`: lines from 1, columns in characters, a line feed being column 0 of the line it opens, bytes from 0. */
function positionOf(text: string, at: number): string {
  const before = text.slice(0, at);
  const upTo = text.startsWith('\n', at) ? `${before}\n` : before;
  const line = upTo.split('\n').length;
  const column = upTo === before ? [...before.slice(before.lastIndexOf('\n') + 1)].length + 1 : 0;
  return `${String(line)}:${String(column)} (${String(Buffer.byteLength(before))})`;
}

const endOfText = '!.';

function listed(wanted: ReadonlySet<string>): string {
  const terminals = [...wanted].filter((terminal) => terminal !== endOfText).toSorted((a, b) => (a < b ? -1 : 1));
  if (wanted.has(endOfText)) terminals.push('EOF');
  const last = terminals.pop() ?? '';
  return terminals.length === 0 ? last : `${terminals.join(', ')} or ${last}`;
}
