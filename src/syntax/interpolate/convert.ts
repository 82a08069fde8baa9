import { goQuote } from '../go-string.ts';

export type Type = 'String' | 'Int' | 'Float' | 'Bool';
export type Value = string | bigint | number | boolean;

/** Integers are 64 bits wide and wrap around, as Go's do on today's machines. */
export function wrapped(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** Which types HIL turns into which without being asked, and how. The functions throw Go's error text. */
export const conversions: Readonly<Record<Type, Readonly<Partial<Record<Type, (value: Value) => Value>>>>> = {
  Float: { Int: (value) => truncated(Number(value)), String: (value) => floatText(Number(value)) },
  Int: { Float: Number, String },
  String: {
    Int: (value) => parseInteger(String(value)),
    Float: (value) => parseFloat64(String(value)),
    Bool: (value) => parseBool(String(value)),
  },
  Bool: { String },
};

function truncated(value: number): bigint {
  const whole = Math.trunc(value);
  return whole >= -(2 ** 63) && whole < 2 ** 63 ? BigInt(whole) : -(2n ** 63n);
}

/** Go's `strconv.FormatFloat(value, 'g', -1, 64)`. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [digits = '0', power = '+0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function parseInteger(text: string): bigint {
  const refuse = (why: string): Error => new Error(`strconv.ParseInt: parsing ${goQuote(text)}: ${why}`);
  const found =
    /^([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/.exec(text);
  if (found === null) throw refuse('invalid syntax');
  const [, sign = '', digits = ''] = found;
  const bare = digits.replaceAll('_', '');
  const value = BigInt(/^0[0-7]+$/.test(bare) ? `0o${bare.slice(1)}` : bare) * (sign === '-' ? -1n : 1n);
  if (wrapped(value) !== value) throw refuse('value out of range');
  return value;
}

function parseFloat64(text: string): number {
  const refuse = (why: string): Error => new Error(`strconv.ParseFloat: parsing ${goQuote(text)}: ${why}`);
  const special = /^([+-]?)(?:inf(?:inity)?|(nan))$/i.exec(text);
  if (special !== null && !(special[2] !== undefined && special[1] !== ''))
    return special[2] !== undefined ? NaN : special[1] === '-' ? -Infinity : Infinity;
  const hex = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/.exec(text);
  if (hex !== null && `${hex[2] ?? ''}${hex[3] ?? ''}` !== '') {
    const [, sign, whole = '', fraction = '', power] = hex;
    const value = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(power) - 4 * fraction.length);
    return finite(sign === '-' ? -value : value, refuse);
  }
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) throw refuse('invalid syntax');
  return finite(Number(text), refuse);
}

function finite(value: number, refuse: (why: string) => Error): number {
  if (!Number.isFinite(value)) throw refuse('value out of range');
  return value;
}

function parseBool(text: string): boolean {
  if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true;
  if (/^(?:0|f|F|FALSE|false|False)$/.test(text)) return false;
  throw new Error(`strconv.ParseBool: parsing ${goQuote(text)}: invalid syntax`);
}
