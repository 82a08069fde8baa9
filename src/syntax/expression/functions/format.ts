import { convert, plainValue, Unsuitable } from '../convert.ts';
import { parseNumber } from '../number-text.ts';
import { isNull, textOf, type Value } from '../value.ts';

const VERB = /%(?:%|([-+# 0]*)(\d+)?(?:\.(\d+))?(?:\[(\d+)\])?([a-zA-Z]))/g;

/** `%s`, `%d`, `%5.2f`, `%v`, `%q`, `%x` and so on, as the `format` function of HCL 2 fills them in. */
export function format(spec: string, args: readonly Value[]): string {
  let next = 0;
  let used = 0;
  const filled = spec.replace(
    VERB,
    (
      whole,
      flags: string | undefined,
      width: string | undefined,
      digits: string | undefined,
      position: string | undefined,
      verb: string | undefined,
    ) => {
      if (verb === undefined) return '%';
      const index = position === undefined ? next++ : Number(position) - 1;
      if (position !== undefined) next = index + 1;
      used = Math.max(used, index + 1);
      const value = args[index];
      if (value === undefined)
        throw new Unsuitable(
          `not enough arguments for ${JSON.stringify(whole)} at 0: need index ${String(index)} but have ${String(args.length)} total`,
        );
      return pad(filledIn(verb, flags ?? '', digits, value, index, whole), flags ?? '', Number(width ?? 0), verb);
    },
  );
  if (used < args.length) throw new Unsuitable(`too many arguments; only ${String(used)} used by format string`);
  return filled;
}

function filledIn(
  verb: string,
  flags: string,
  digits: string | undefined,
  value: Value,
  index: number,
  whole: string,
): string {
  if (verb === 'v') return general(value, flags.includes('#'));
  const refused = (message: string): Unsuitable =>
    new Unsuitable(`unsupported value for ${JSON.stringify(whole)} at ${String(index)}: ${message}`);
  if (isNull(value)) throw refused('null value cannot be formatted');
  try {
    if (verb === 's' || verb === 'q') {
      const text = textOf(convert(value, 'string'));
      const cut = digits === undefined ? text : [...text].slice(0, Number(digits)).join('');
      return verb === 'q' ? JSON.stringify(cut) : cut;
    }
    if (verb === 't') return String(convert(value, 'bool').data);
    if (verb === 'x' || verb === 'X') {
      if (value.type === 'string') {
        const hex = Buffer.from(textOf(value)).toString('hex');
        return verb === 'X' ? hex.toUpperCase() : hex;
      }
    }
    return numeral(verb, flags, digits, Number(convert(value, 'number').data));
  } catch (error) {
    if (error instanceof Unsuitable) throw refused(error.message);
    throw error;
  }
}

function numeral(verb: string, flags: string, digits: string | undefined, amount: number): string {
  const sign = flags.includes('+') && amount >= 0 ? '+' : flags.includes(' ') && amount >= 0 ? ' ' : '';
  const whole = Math.trunc(amount);
  const precision = digits === undefined ? 6 : Number(digits);
  const exponent = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2');
  switch (verb) {
    case 'd':
      return sign + String(whole);
    case 'b':
      return sign + whole.toString(2);
    case 'o':
      return sign + whole.toString(8);
    case 'x':
      return sign + whole.toString(16);
    case 'X':
      return sign + whole.toString(16).toUpperCase();
    case 'e':
      return sign + exponent(amount.toExponential(precision));
    case 'E':
      return sign + exponent(amount.toExponential(precision)).toUpperCase();
    case 'f':
    case 'F':
      return sign + amount.toFixed(precision);
    case 'g':
    case 'G':
      return sign + String(digits === undefined ? amount : Number(amount.toPrecision(precision)));
    default:
      throw new Unsuitable(`unsupported format verb "${verb}"`);
  }
}

/** Strings as they are, everything else as JSON. */
function general(value: Value, quoted: boolean): string {
  if (!quoted && !isNull(value) && (value.type === 'string' || value.type === 'number' || value.type === 'bool'))
    return textOf(convert(value, 'string'));
  return JSON.stringify(plainValue(value, () => null));
}

function pad(text: string, flags: string, width: number, verb: string): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  // Nomad itself knows no limit but its memory.
  if (missing > 10_000_000) throw new Unsuitable('the text would be too long');
  if (flags.includes('-')) return text + ' '.repeat(missing);
  const numeric = /[a-pr-z]/i.test(verb) && parseNumber(text) !== undefined && verb !== 's' && verb !== 'v';
  if (flags.includes('0') && numeric) return text.replace(/^[+-]?/, (sign) => sign + '0'.repeat(missing));
  return ' '.repeat(missing) + text;
}
