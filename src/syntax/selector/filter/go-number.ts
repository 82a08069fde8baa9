import { goQuote } from '../../go-string.ts';

/** Text as Go's `strconv` reads it, or its error; `syntax` where the text is no such thing at all, and not just out of range. */
export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string; readonly syntax: boolean };

export function parseBool(text: string): Read<boolean> {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return { ok: true, value: true };
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return { ok: true, value: false };
  return noSyntax('ParseBool', text);
}

const unsignedEnd = 1n << 64n;
const signedEnd = 1n << 63n;

/** 64 bits, the base by its prefix. */
export function parseInt64(text: string): Read<bigint> {
  const negative = text.startsWith('-');
  const size = magnitude(/^[+-]/.test(text) ? text.slice(1) : text);
  if (size === 'syntax') return noSyntax('ParseInt', text);
  if (size === 'range' || size > (negative ? signedEnd : signedEnd - 1n)) return outOfRange('ParseInt', text);
  return { ok: true, value: negative ? -size : size };
}

export function parseUint64(text: string): Read<bigint> {
  const size = magnitude(text);
  if (size === 'syntax') return noSyntax('ParseUint', text);
  return size === 'range' ? outOfRange('ParseUint', text) : { ok: true, value: size };
}

/** Read from the left, so that what is too large is that before what follows could be no digit. */
function magnitude(text: string): bigint | 'syntax' | 'range' {
  const prefix = /^0[xX](?=.)|^0[bB](?=.)|^0[oO](?=.)|^0/.exec(text)?.[0].toLowerCase() ?? '';
  const base = { '0x': 16, '0b': 2, '0o': 8, '0': 8 }[prefix] ?? 10;
  if (text === '') return 'syntax';
  let size = 0n;
  for (const character of text.slice(prefix.length)) {
    if (character === '_') continue;
    const digit = /^[0-9a-zA-Z]$/.test(character) ? Number.parseInt(character, 36) : base;
    if (digit >= base) return 'syntax';
    size = size * BigInt(base) + BigInt(digit);
    if (size >= unsignedEnd) return 'range';
  }
  return underscoresFit(text) ? size : 'syntax';
}

export function parseFloat64(text: string): Read<number> {
  const special = /^([+-]?)(?:inf|infinity)$/i.exec(text);
  if (special !== null) return { ok: true, value: special[1] === '-' ? -Infinity : Infinity };
  if (/^nan$/i.test(text)) return { ok: true, value: Number.NaN };
  const plain = text.replaceAll('_', '');
  const fits = underscoresFit(text) && !/[eEpP][+-]?_/.test(text);
  const hex = /^([+-]?)0[xX]([\da-fA-F]*)\.?([\da-fA-F]*)[pP]([+-]?\d+)$/.exec(plain);
  const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(plain);
  if (!fits || (hex === null && !decimal) || (hex !== null && `${hex[2] ?? ''}${hex[3] ?? ''}` === ''))
    return noSyntax('ParseFloat', text);
  const value = hex === null ? Number(plain) : hexFloat(hex);
  return Number.isFinite(value) ? { ok: true, value } : outOfRange('ParseFloat', text);
}

function hexFloat([, sign, whole = '', fraction = '', exponent]: RegExpExecArray): number {
  const size = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -size : size;
}

/** Underscores stand between digits, or between a prefix and a digit. */
function underscoresFit(text: string): boolean {
  const [, prefix = '', rest = ''] = /^[+-]?(0[xXbBoO])?([^]*)$/.exec(text) ?? [];
  const digit = prefix.toLowerCase() === '0x' ? '[0-9a-fA-F]' : '[0-9]';
  return !new RegExp(`(?<!${digit}${prefix === '' ? '' : '|^'})_|_(?!${digit})`).test(rest);
}

function noSyntax(reader: string, text: string): Read<never> {
  return { ok: false, error: `strconv.${reader}: parsing ${goQuote(text)}: invalid syntax`, syntax: true };
}

function outOfRange(reader: string, text: string): Read<never> {
  return { ok: false, error: `strconv.${reader}: parsing ${goQuote(text)}: value out of range`, syntax: false };
}
