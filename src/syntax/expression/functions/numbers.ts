import { Unsuitable } from '../convert.ts';
import { tidy } from '../number-text.ts';
import { friendlyName } from '../type.ts';
import { list, number } from '../value.ts';
import { ArgumentProblem, amount, define, text, whole, type HclFunction } from './function.ts';

export const numberFunctions: Readonly<Record<string, HclFunction>> = {
  abs: define('num number', (value) => number(Math.abs(amount(value)))),
  ceil: define('num number', (value) => number(Math.ceil(amount(value)))),
  floor: define('num number', (value) => number(Math.floor(amount(value)))),
  log: define('num number, base number', (value, base) => number(Math.log(amount(value)) / Math.log(amount(base)))),
  max: define('numbers... number', (...all) => extreme(all.map(amount), Math.max)),
  min: define('numbers... number', (...all) => extreme(all.map(amount), Math.min)),
  parseint: define('number any, base number', (value, base) => {
    if (value?.type !== 'string')
      throw new ArgumentProblem(0, `first argument must be a string, not ${friendlyName(value?.type ?? 'dynamic')}`);
    const radix = amount(base);
    if (!Number.isInteger(radix) || radix < 2 || radix > 62)
      throw new ArgumentProblem(1, 'base must be a whole number between 2 and 62 inclusive');
    const digits = /^([+-]?)([\da-zA-Z]+)$/.exec(text(value));
    const parsed =
      digits === null || radix > 36 ? Number.NaN : parseWhole(digits[2] ?? '', radix) * (digits[1] === '-' ? -1 : 1);
    if (Number.isNaN(parsed))
      throw new ArgumentProblem(0, `cannot parse ${JSON.stringify(text(value))} as a base ${String(radix)} integer`);
    return number(parsed);
  }),
  pow: define('num number, power number', (value, power) => number(amount(value) ** amount(power))),
  range: define('params... number', (...all) => range(all.map(amount))),
  signum: define('num number', (value) => number(Math.sign(Number(whole(value))))),
};

function extreme(all: readonly number[], pick: (...all: number[]) => number): ReturnType<typeof number> {
  if (all.length === 0) throw new Unsuitable('must pass at least one number');
  return number(pick(...all));
}

function parseWhole(digits: string, radix: number): number {
  let sum = 0;
  for (const digit of digits.toLowerCase()) {
    const value = Number.parseInt(digit, 36);
    if (value >= radix) return Number.NaN;
    sum = sum * radix + value;
  }
  return sum;
}

function range(params: readonly number[]): ReturnType<typeof list> {
  if (params.length < 1 || params.length > 3) throw new Unsuitable('must have either one, two, or three arguments');
  const [first = 0, second, third] = params;
  const [start, end] = second === undefined ? [0, first] : [first, second];
  const step = third ?? (end < start ? -1 : 1);
  if (step === 0) throw new ArgumentProblem(2, 'step must not be zero');
  if (end > start && step < 0)
    throw new ArgumentProblem(2, 'end is greater than start, so step must be greater than zero');
  if (end < start && step > 0) throw new ArgumentProblem(2, 'end is less than start, so step must be less than zero');
  const values = [];
  for (let at = start; step > 0 ? at < end : at > end; at += step) {
    if (values.length >= 1024)
      throw new Unsuitable(
        'more than 1024 values were generated; either decrease the difference between start and end or use a smaller step',
      );
    values.push(number(tidy(at)));
  }
  return list(values, 'number');
}
