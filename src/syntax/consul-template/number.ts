import { goQuote } from '../go-string.ts';
import type { ItemKind } from './item.ts';

export type NumberValue =
  { readonly ok: true; readonly integer: bigint | undefined } | { readonly ok: false; readonly error: string };

/** What a literal of a template is worth; Go 1.26, `text/template/parse` and `strconv`. */
export function readNumber(text: string, kind: ItemKind): NumberValue {
  if (kind === 'character') return readCharacter(text);
  if (kind === 'complex') return readComplex(text);
  if (text.endsWith('i') && parseFloat64(text.slice(0, -1)) !== undefined) {
    return { ok: true, integer: parseFloat64(text.slice(0, -1)) === 0 ? 0n : undefined };
  }
  const integer = parseInteger(text);
  if (integer !== undefined) return { ok: true, integer };
  const float = parseFloat64(text);
  if (float === undefined) return { ok: false, error: `illegal number syntax: ${goQuote(text)}` };
  if (!/[.eEpP]/.test(text)) return { ok: false, error: `integer overflow: ${goQuote(text)}` };
  return { ok: true, integer: Number.isInteger(float) && Math.abs(float) < 2 ** 63 ? BigInt(float) : undefined };
}

const ESCAPE = /^\\(?:[abfnrtv\\']|x[0-9a-fA-F]{2}|[0-3][0-7]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/;

const NAMED: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92, "'": 39 };

function readCharacter(literal: string): NumberValue {
  const inner = literal.slice(1);
  const first = String.fromCodePoint(inner.codePointAt(0) ?? 0);
  if (first === "'") return { ok: false, error: 'invalid syntax' };
  const escape = first === '\\' ? ESCAPE.exec(inner)?.[0] : first;
  const code = escape === undefined ? undefined : codeOf(escape);
  if (escape === undefined || code === undefined) return { ok: false, error: 'invalid syntax' };
  if (inner.slice(escape.length) !== "'") return { ok: false, error: `malformed character constant: ${literal}` };
  return { ok: true, integer: BigInt(code) };
}

function codeOf(escape: string): number | undefined {
  if (!escape.startsWith('\\')) return escape.codePointAt(0);
  const named = NAMED[escape.slice(1)];
  if (named !== undefined) return named;
  const code = /^\\[0-7]/.test(escape) ? Number.parseInt(escape.slice(1), 8) : Number.parseInt(escape.slice(2), 16);
  const isRune = code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff);
  return isRune || escape.startsWith('\\x') ? code : undefined;
}

/** `1+2i`: two numbers, the second with its sign. */
function readComplex(text: string): NumberValue {
  const [, real = '', imaginary = ''] =
    /^([+-]?(?:0[xX][0-9a-fA-F_]*\.?[0-9a-fA-F_]*(?:[pP][+-]?[\d_]*)?|[\d_]*\.?[\d_]*(?:[eEpP][+-]?[\d_]*)?))([+-].*)i$/.exec(
      text,
    ) ?? [];
  if (real === '' || imaginary === '') return { ok: false, error: 'syntax error scanning complex number' };
  const wrong = [real, imaginary].find((part) => parseFloat64(part) === undefined);
  if (wrong !== undefined) {
    return { ok: false, error: `strconv.ParseFloat: parsing ${goQuote(wrong)}: invalid syntax` };
  }
  const whole = parseFloat64(imaginary) === 0 ? parseFloat64(real) : undefined;
  return { ok: true, integer: whole !== undefined && Number.isInteger(whole) ? BigInt(whole) : undefined };
}

const INTEGER = /^(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;

/** `undefined` when it is none or takes more than 64 bits. */
function parseInteger(text: string): bigint | undefined {
  const digits = text.replace(/^[+-]/, '');
  if (!INTEGER.test(digits)) return undefined;
  const plain = digits.replaceAll('_', '').replace(/^0(?=[0-9])/, '0o');
  const value = BigInt(plain);
  if (text.startsWith('-')) return value <= 2n ** 63n ? -value : undefined;
  return value < 2n ** (text.startsWith('+') ? 63n : 64n) ? value : undefined;
}

const DECIMAL = /^[+-]?(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?$/;
const HEXADECIMAL =
  /^([+-]?)0[xX]_?((?:[0-9a-fA-F](?:_?[0-9a-fA-F])*)?)(?:\.((?:[0-9a-fA-F](?:_?[0-9a-fA-F])*)?))?[pP]([+-]?\d(?:_?\d)*)$/;

/** `undefined` when Go would not read it, or finds it too large. */
function parseFloat64(text: string): number | undefined {
  const value = DECIMAL.test(text) ? Number(text.replaceAll('_', '')) : hexadecimal(text);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function hexadecimal(text: string): number | undefined {
  const [, sign, whole = '', fraction = '', exponent = ''] = HEXADECIMAL.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const digits = (whole + fraction).replaceAll('_', '');
  const shift = Number(exponent.replaceAll('_', '')) - 4 * fraction.replaceAll('_', '').length;
  const value = Number(BigInt(`0x${digits}`)) * 2 ** shift;
  return sign === '-' ? -value : value;
}
