import type { Expression } from '../../hcl/hcl2-ast.ts';
import { convert, Unsuitable } from '../convert.ts';
import { report, type Evaluation } from '../evaluation.ts';
import { typeOf } from '../type-expression.ts';
import { bool, isKnown, type Value } from '../value.ts';
import { startOf } from '../start-of.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** `try(a, b)` is the first that has no mistakes, `can(a)` whether it has none. */
export function tryCall(e: Call, at: Evaluation): Value {
  if (e.arguments.length === 0)
    return e.name === 'can'
      ? report(
          at,
          e.close,
          'Not enough function arguments',
          'Function "can" expects 1 argument(s). Missing value for "expression".',
        )
      : report(
          at,
          { start: e.nameRange.start, end: e.open.end },
          'Error in function call',
          'Call to function "try" failed: at least one argument is required.',
        );
  const extra = e.arguments[1];
  if (e.name === 'can' && extra !== undefined)
    return report(at, startOf(extra), 'Too many function arguments', 'Function "can" expects only 1 argument(s).');
  const found: string[] = [];
  for (const argument of e.arguments) {
    const problems: Evaluation['problems'] = [];
    const value = at.evaluate(argument, { ...at, problems });
    const [first] = problems;
    if (first === undefined) return e.name === 'can' && isKnown(value) ? bool(true) : value;
    if (e.name === 'can') return bool(false);
    found.push(`${first.title}; ${first.message}`);
  }
  return report(
    at,
    { start: e.nameRange.start, end: e.open.end },
    'Error in function call',
    `Call to function "try" failed: no expression succeeded:\n${found.map((text) => `- ${text}`).join('\n')}\n\nAt least one expression must produce a successful result.`,
  );
}

/** `convert(value, list(string))` */
export function convertCall(e: Call, at: Evaluation): Value {
  const [value, type] = e.arguments;
  if (value === undefined || type === undefined)
    return report(
      at,
      e.close,
      'Not enough function arguments',
      `Function "convert" expects 2 argument(s). Missing value for "${value === undefined ? 'value' : 'type'}".`,
    );
  const extra = e.arguments[2];
  if (extra !== undefined)
    return report(at, startOf(extra), 'Too many function arguments', 'Function "convert" expects only 2 argument(s).');
  const given = at.evaluate(value, at);
  const wanted = typeOf(type, at.problems);
  if (wanted === undefined) return given;
  try {
    return convert(given, wanted);
  } catch (error) {
    if (!(error instanceof Unsuitable)) throw error;
    return report(
      at,
      startOf(value),
      'Invalid function argument',
      `Invalid value for "value" parameter: ${error.message}.`,
    );
  }
}
