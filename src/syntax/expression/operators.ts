import { spanning, type BinaryOperator, type Expression } from '../hcl/hcl2-ast.ts';
import { convert, Unsuitable } from './convert.ts';
import { report, type Evaluation } from './evaluation.ts';
import { tidy } from './number-text.ts';
import { bool, equal, isNull, number, tainted, unknown, unknownReason, type Value } from './value.ts';

type Operation = Extract<Expression, { kind: 'binary' | 'unary' }>;

export function operate(e: Operation, at: Evaluation): Value {
  if (e.kind === 'unary') {
    const type = e.operator === '-' ? 'number' : 'bool';
    const operand = evaluated(e.operand, at).as(type, 'unary');
    if (operand === undefined) return unknown('the expression is wrong', type);
    if (isNull(operand)) return nothing(e.operand, at);
    if (operand.unknown !== undefined) return operand;
    return tainted(type === 'number' ? number(-Number(operand.data)) : bool(operand.data !== true), operand);
  }
  if (e.operator === '==' || e.operator === '!=') return equality(e, at);
  const logical = e.operator === '&&' || e.operator === '||';
  const type = logical ? 'bool' : 'number';
  // Both are worked out before either is looked at.
  const [onLeft, onRight] = [evaluated(e.left, at), evaluated(e.right, at)];
  const left = onLeft.as(type, 'left');
  const right = onRight.as(type, 'right');
  const result = logical || comparing.has(e.operator) ? 'bool' : 'number';
  if (left === undefined || right === undefined) return unknown('the expression is wrong', result);
  if (isNull(left) || isNull(right)) return nothing(isNull(left) ? e.left : e.right, at);
  if (logical) return tainted(combine(e.operator === '&&', left, right), left, right);
  const reason = left.unknown ?? right.unknown;
  if (reason !== undefined) return tainted(unknown(reason, result), left, right);
  const [a, b] = [Number(left.data), Number(right.data)];
  if (b === 0 && (e.operator === '/' || e.operator === '%')) return divisionByZero(e, a, at);
  return tainted(calculate(e.operator, a, b), left, right);
}

const comparing = new Set<BinaryOperator>(['<', '<=', '>', '>=']);

function divisionByZero(e: Extract<Operation, { kind: 'binary' }>, left: number, at: Evaluation): Value {
  if (e.operator === '/' && left !== 0) return number(left < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  return report(at, spanning(e.left, e.right), 'Operation failed', 'Error during operation: divide by zero.');
}

function calculate(operator: BinaryOperator, a: number, b: number): Value {
  switch (operator) {
    case '+':
      return number(tidy(a + b));
    case '-':
      return number(tidy(a - b));
    case '*':
      return number(tidy(a * b));
    case '/':
      return number(a / b);
    case '%':
      return number(tidy(a % b));
    case '<':
      return bool(a < b);
    case '<=':
      return bool(a <= b);
    case '>':
      return bool(a > b);
    default:
      return bool(a >= b);
  }
}

/** A side that decides alone makes it not matter that the other is not known. */
function combine(and: boolean, left: Value, right: Value): Value {
  for (const side of [left, right]) if (side.unknown === undefined && side.data === !and) return bool(!and);
  const reason = left.unknown ?? right.unknown;
  return reason === undefined ? bool(and) : unknown(reason, 'bool');
}

function equality(e: Extract<Operation, { kind: 'binary' }>, at: Evaluation): Value {
  const left = at.evaluate(e.left, at);
  const right = at.evaluate(e.right, at);
  const reason = unknownReason(left) ?? unknownReason(right);
  if (reason !== undefined) return tainted(unknown(reason, 'bool'), left, right);
  return tainted(bool(equal(left, right) === (e.operator === '==')), left, right);
}

function nothing(operand: Expression, at: Evaluation): Value {
  return report(at, operand, 'Operation failed', 'Error during operation: argument must not be null.');
}

interface Operand {
  /** `undefined` where it is none, which is told. */
  readonly as: (type: 'number' | 'bool', side: 'unary' | 'left' | 'right') => Value | undefined;
}

function evaluated(operand: Expression, at: Evaluation): Operand {
  const before = at.problems.length;
  const value = at.evaluate(operand, at);
  const sound = at.problems.length === before;
  const as: Operand['as'] = (type, side) => {
    try {
      const result = convert(value, type);
      return sound ? result : undefined;
    } catch (error) {
      if (!(error instanceof Unsuitable)) throw error;
      report(at, operand, 'Invalid operand', `Unsuitable value for ${side} operand: ${error.message}.`);
    }
    return undefined;
  };
  return { as };
}
