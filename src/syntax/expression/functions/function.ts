import { Unsuitable } from '../convert.ts';
import type { Type } from '../type.ts';
import type { Value } from '../value.ts';

export interface Parameter {
  readonly name: string;
  readonly type: Type;
  /** Null may be given. */
  readonly nullable?: boolean;
}

/** A function of Nomad's job files. It is called with values that are known and fit; throws `Unsuitable` or `ArgumentProblem`. */
export interface HclFunction {
  readonly parameters: readonly Parameter[];
  /** What may be given any number of times after them. */
  readonly rest?: Parameter;
  readonly run: (...args: readonly Value[]) => Value;
}

/** An argument that is of the right type, but not right. */
export class ArgumentProblem extends Error {
  readonly index: number;
  constructor(index: number, message: string) {
    super(message);
    this.index = index;
  }
}

/** `'str string, offset number, rest... any'` */
export function define(signature: string, run: (...args: readonly Value[]) => Value): HclFunction {
  const parameters: Parameter[] = [];
  let rest: Parameter | undefined;
  for (const part of signature === '' ? [] : signature.split(', ')) {
    const [name = '', type = 'any'] = part.split(' ');
    const parameter = {
      name: name.replace('...', ''),
      type: TYPES[type.replace('?', '')] ?? 'dynamic',
      nullable: type.endsWith('?'),
    };
    if (name.endsWith('...')) rest = parameter;
    else parameters.push(parameter);
  }
  return { parameters, ...(rest && { rest }), run };
}

const TYPES: Readonly<Record<string, Type>> = {
  string: 'string',
  number: 'number',
  bool: 'bool',
  any: 'dynamic',
  strings: { list: 'string' },
  list: { list: 'dynamic' },
  set: { set: 'dynamic' },
  map: { map: 'dynamic' },
};

export const text = (value: Value | undefined): string => (typeof value?.data === 'string' ? value.data : '');
export const amount = (value: Value | undefined): number => (typeof value?.data === 'number' ? value.data : 0);

/** A number as Go's `int`; `index` is that of the argument where Nomad tells it. */
export function whole(value: Value | undefined, index?: number): bigint {
  const given = amount(value);
  if (Number.isInteger(given) && Math.abs(given) < 2 ** 63) return BigInt(given);
  const message = 'value must be a whole number, between -9223372036854775808 and 9223372036854775807';
  throw index === undefined ? new Unsuitable(message) : new ArgumentProblem(index, message);
}
