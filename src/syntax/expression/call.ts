import type { Range } from '../hcl/ast.ts';
import { spanning, type Expression } from '../hcl/hcl2-ast.ts';
import { convert, Unsuitable } from './convert.ts';
import { attempt, report, type Evaluation } from './evaluation.ts';
import { ArgumentProblem, findFunction, functionNames, type Parameter } from './functions/index.ts';
import { convertCall, tryCall } from './functions/special.ts';
import { isSequence } from './type.ts';
import { isKnown, isNull, items, tainted, unknown, unknownReason, type Value } from './value.ts';
import { startOf } from './start-of.ts';
import { suggestion } from './suggestion.ts';

type Call = Extract<Expression, { kind: 'call' }>;

export function callFunction(e: Call, at: Evaluation): Value {
  if (!at.functions) return report(at, e, 'Function calls not allowed', 'Functions may not be called here.');
  if (e.name === 'try' || e.name === 'can') return tryCall(e, at);
  if (e.name === 'convert') return convertCall(e, at);
  const found = findFunction(e.name, at.files);
  if (found === undefined) return unknownFunction(e, at);
  const given = argumentsOf(e, at);
  if (!Array.isArray(given)) return given;
  const parameters = found.parameters;
  const missing = parameters[given.length];
  if (missing !== undefined) {
    const count = `${found.rest === undefined ? '' : ' at least'} ${String(parameters.length)} argument(s)`;
    return report(
      at,
      e.close,
      'Not enough function arguments',
      `Function "${e.name}" expects${count}. Missing value for "${missing.name}".`,
    );
  }
  const extra = found.rest === undefined ? (given as readonly Argument[])[parameters.length] : undefined;
  if (extra !== undefined)
    return report(
      at,
      extra.place,
      'Too many function arguments',
      `Function "${e.name}" expects only ${String(parameters.length)} argument(s).`,
    );
  return run(e, at, given, (index) => parameters[index] ?? found.rest, found);
}

interface Argument {
  readonly place: Range;
  readonly value: () => Value;
}

/** The arguments with what `...` adds; a value where that cannot be had. */
function argumentsOf(e: Call, at: Evaluation): Argument[] | Value {
  const all: Argument[] = e.arguments.map((argument) => ({
    place: startOf(argument),
    value: () => at.evaluate(argument, at),
  }));
  const last = e.arguments.at(-1);
  if (!e.expand || last === undefined) return all;
  const { value, failed } = attempt(at, () => at.evaluate(last, at));
  if (failed) return value;
  const refuse = (detail: string): Value =>
    report(at, last, 'Invalid expanding argument value', `The expanding argument (indicated by ...) must ${detail}.`);
  if (isNull(value)) return refuse('not be null');
  if (!isSequence(value.type)) return value.type === 'dynamic' ? value : refuse('be of a tuple, list, or set type');
  if (!isKnown(value)) return unknown(value.unknown ?? '');
  const place = { start: last.start, end: last.end };
  return [
    ...all.slice(0, -1),
    ...items(value).map((item) => ({ place, value: () => tainted(item, ...(value.secret === true ? [value] : [])) })),
  ];
}

function run(
  e: Call,
  at: Evaluation,
  given: readonly Argument[],
  parameter: (index: number) => Parameter | undefined,
  found: NonNullable<ReturnType<typeof findFunction>>,
): Value {
  const before = at.problems.length;
  const values = given.map(({ place, value }, index) => {
    const wanted = parameter(index);
    const found = value();
    try {
      return convert(found, wanted?.type ?? 'dynamic');
    } catch (error) {
      if (!(error instanceof Unsuitable)) throw error;
      return report(
        at,
        place,
        'Invalid function argument',
        `Invalid value for "${wanted?.name ?? ''}" parameter: ${error.message}.`,
      );
    }
  });
  if (at.problems.length > before) return unknown('the expression is wrong');
  const refuse = (index: number, message: string): Value =>
    report(
      at,
      given[index]?.place ?? e,
      'Invalid function argument',
      `Invalid value for "${parameter(index)?.name ?? ''}" parameter: ${message}.`,
    );
  const nulls = values.findIndex((value, index) => isNull(value) && parameter(index)?.nullable !== true);
  if (nulls >= 0) return refuse(nulls, 'argument must not be null');
  const reason = values.map((value) => unknownReason(value)).find((one) => one !== undefined);
  if (reason !== undefined) return tainted(unknown(reason), ...values);
  try {
    return tainted(found.run(...values), ...values);
  } catch (error) {
    if (error instanceof ArgumentProblem) return refuse(error.index, error.message);
    if (!(error instanceof Unsuitable)) throw error;
    return report(
      at,
      spanning(e.nameRange, e.open),
      'Error in function call',
      `Call to function "${e.name}" failed: ${error.message}.`,
    );
  }
}

function unknownFunction(e: Call, at: Evaluation): Value {
  const namespace = /^.*::/.exec(e.name)?.[0];
  const detail =
    namespace === undefined
      ? `There is no function named "${e.name}".${suggestion(e.name, functionNames())}`
      : `There are no functions in namespace "${namespace}".`;
  return report(at, e.nameRange, 'Call to unknown function', detail);
}
