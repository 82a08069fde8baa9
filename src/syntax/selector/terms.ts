import { goUnquote } from '../go-string.ts';
import type { CharacterClass, Scan } from './scan.ts';
import type { Field, Literal } from './tree.ts';

const blank: CharacterClass = { shown: '[ \\t\\r\\n]', has: (c) => c !== '' && ' \t\r\n'.includes(c) };
const letter: CharacterClass = { shown: '[a-zA-Z]', has: (c) => /^[a-zA-Z]$/.test(c) };
const wordCharacter: CharacterClass = { shown: '[a-zA-Z0-9_]', has: (c) => /^[a-zA-Z0-9_]$/.test(c) };
const digit: CharacterClass = { shown: '[0-9]', has: (c) => /^[0-9]$/.test(c) };
const leadingDigit: CharacterClass = { shown: '[1-9]', has: (c) => /^[1-9]$/.test(c) };

export function blanks(s: Scan): boolean {
  if (!s.oneOf(blank)) return false;
  while (s.oneOf(blank));
  return true;
}

/** Blanks, if there are any. */
export function gap(s: Scan): true {
  blanks(s);
  return true;
}

export function end(s: Scan): boolean {
  return s.looksUnlike(() => s.any());
}

/** `name`, `name.name`, `name["any text"]`, in any length. */
export function field(s: Scan): Field | undefined {
  const start = s.at;
  const first = identifier(s);
  if (first === undefined) return undefined;
  const path = [first];
  for (;;) {
    const next = s.attempt(() => (s.literal('.') ? identifier(s) : undefined)) ?? index(s);
    if (next === undefined) return { path, start, end: s.at };
    path.push(next);
  }
}

/** A bare word (always text, never a field), a number as it is written, or a quoted string. */
export function literal(s: Scan): Literal | undefined {
  const start = s.at;
  const text = field(s)?.path.join('.') ?? number(s) ?? string(s);
  return text === undefined ? undefined : { text, start, end: s.at };
}

function identifier(s: Scan): string | undefined {
  const start = s.at;
  if (!s.oneOf(letter)) return undefined;
  while (s.oneOf(wordCharacter));
  return s.text.slice(start, s.at);
}

function index(s: Scan): string | undefined {
  const whole = s.attempt(() => {
    if (!s.literal('[') || !gap(s)) return undefined;
    const key = string(s);
    return key !== undefined && gap(s) && s.literal(']') ? key : undefined;
  });
  if (whole !== undefined) return whole;
  s.attempt(() => {
    if (s.literal('[') && gap(s) && s.looksUnlike(() => string(s) !== undefined)) s.fault('index', 'Invalid index');
    return false;
  });
  s.attempt(() => {
    if (s.literal('[') && gap(s) && string(s) !== undefined && gap(s) && s.looksUnlike(() => s.literal(']')))
      s.fault('index', 'Unclosed index expression');
    return false;
  });
  return undefined;
}

function number(s: Scan): string | undefined {
  const start = s.at;
  const followed = (): boolean => s.looksLike(() => blanks(s) || end(s) || s.literal(')'));
  if (s.attempt(() => digits(s) && followed())) return s.text.slice(start, s.at);
  s.attempt(() => {
    if (digits(s) && s.looksUnlike(followed)) s.fault('number', 'Invalid number literal');
    return false;
  });
  return undefined;
}

function digits(s: Scan): boolean {
  s.literal('-');
  if (!s.literal('0')) {
    if (!s.oneOf(leadingDigit)) return false;
    while (s.oneOf(digit));
  }
  s.attempt(() => {
    if (!s.literal('.') || !s.oneOf(digit)) return false;
    while (s.oneOf(digit));
    return true;
  });
  return true;
}

function string(s: Scan): string | undefined {
  const start = s.at;
  if (s.attempt(() => quoted(s, '`', true) || quoted(s, '"', true))) {
    const text = goUnquote(s.text.slice(start, s.at));
    if (text === undefined) s.fault('string', 'invalid syntax', start);
    // The parser goes on after a fault of this sort; what the literal stands for no longer matters.
    return text ?? '';
  }
  s.attempt(() => {
    if ((quoted(s, '`', false) || quoted(s, '"', false)) && end(s)) s.fault('string', 'Unterminated string literal');
    return false;
  });
  return undefined;
}

function quoted(s: Scan, mark: '`' | '"', closed: boolean): boolean {
  return s.attempt(() => {
    if (!s.literal(mark)) return false;
    while (s.attempt(() => s.looksUnlike(() => s.literal(mark)) && s.any()));
    return !closed || s.literal(mark);
  });
}
