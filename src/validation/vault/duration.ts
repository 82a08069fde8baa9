import { goQuote } from '../../syntax/go-string.ts';
import type { Decoded } from '../../syntax/hcl/decode.ts';

const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};
const OVERFLOW = 'multiplication of durations resulted in overflow, one operand may be too large';
const LONGEST = 2 ** 63;

/** Nanoseconds, or the error that Vault's way of reading a duration gives. */
export type Span = { readonly nanoseconds: number } | { readonly error: string };

/** A duration as Vault's `parseutil.ParseDurationSecond` reads it: numbers are seconds, text may be a number, days or Go's. */
export function readSpan(value: Decoded): Span {
  if (typeof value === 'number') return within(Math.trunc(value) * 1e9);
  if (typeof value !== 'string') return { error: 'could not parse duration from input' };
  if (value === '') return { nanoseconds: 0 };
  if (isInteger(value)) return within(Number(value) * 1e9);
  if (value.endsWith('d')) {
    const days = value.slice(0, -1);
    if (isInteger(days)) return within(Number(days) * 86_400e9);
    const why = /^[+-]?\d+$/.test(days) ? 'value out of range' : 'invalid syntax';
    return { error: `strconv.ParseInt: parsing ${goQuote(days)}: ${why}` };
  }
  return readGoDuration(value);
}

function within(nanoseconds: number): Span {
  return Math.abs(nanoseconds) < LONGEST ? { nanoseconds } : { error: OVERFLOW };
}

function isInteger(text: string): boolean {
  return /^[+-]?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text.replace('+', ''))) === BigInt(text.replace('+', ''));
}

/** Text as Go's time package quotes it in its errors: byte by byte where it is not plain ASCII. */
function timeQuote(text: string): string {
  const quoted = Array.from(new TextEncoder().encode(text), (byte) => {
    if (byte < 0x20 || byte >= 0x80) return `\\x${byte.toString(16).padStart(2, '0')}`;
    const letter = String.fromCharCode(byte);
    return letter === '"' || letter === '\\' ? `\\${letter}` : letter;
  });
  return `"${quoted.join('')}"`;
}

/** Go's `time.ParseDuration`, with its errors. */
function readGoDuration(text: string): Span {
  const invalid: Span = { error: `time: invalid duration ${timeQuote(text)}` };
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return { nanoseconds: 0 };
  if (unsigned === '') return invalid;
  let rest = unsigned;
  let total = 0;
  while (rest !== '') {
    const [whole = '', amount = ''] = /^(\d*(?:\.\d*)?)/.exec(rest) ?? [];
    if (!/\d/.test(amount)) return invalid;
    if (Number.parseInt(`0${amount}`, 10) > LONGEST) return invalid;
    rest = rest.slice(whole.length);
    const [unit = ''] = /^[^.\d]*/.exec(rest) ?? [];
    if (unit === '') return { error: `time: missing unit in duration ${timeQuote(text)}` };
    const size = UNITS[unit];
    if (size === undefined) return { error: `time: unknown unit ${timeQuote(unit)} in duration ${timeQuote(text)}` };
    rest = rest.slice(unit.length);
    total += Number(amount) * size;
    if (total > LONGEST) return invalid;
  }
  return { nanoseconds: text.startsWith('-') ? -total : total };
}
