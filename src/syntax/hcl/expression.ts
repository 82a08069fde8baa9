import { spanning, type BinaryOperator, type Expression } from './hcl2-ast.ts';
import { readTerm } from './term.ts';
import { readTraversals } from './traversal.ts';
import type { TokenStream } from './token-stream.ts';

/** From the loosest to the tightest. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['>', '>=', '<', '<='],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Reads one expression; what cannot be read becomes an unreadable literal and a problem. */
export function readExpression(stream: TokenStream): Expression {
  return stream.nested(() => readConditional(stream)) ?? unreadable(stream);
}

/** Stands for what was not read. */
function unreadable(stream: TokenStream): Expression {
  const { start, end } = stream.peek();
  return { kind: 'literal', start, end, value: { type: 'unreadable' } };
}

function readConditional(stream: TokenStream): Expression {
  const { start } = stream.peek();
  const { value: condition, failed } = stream.failing(() => readOperations(stream, 0));
  if (failed || stream.peek().type !== '?') return condition;
  stream.read();
  const yes = stream.failing(() => readExpression(stream));
  if (yes.failed) return condition;
  const colon = stream.peek();
  if (colon.type !== ':') {
    stream.problem(colon, 'a conditional (condition ? one : other) needs a ":" and the other value here');
    return condition;
  }
  stream.read();
  const no = stream.failing(() => readExpression(stream));
  if (no.failed) return condition;
  return { kind: 'conditional', start, end: no.value.end, condition, yes: yes.value, no: no.value };
}

function readOperations(stream: TokenStream, level: number): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return readOperand(stream);
  const first = stream.failing(() => readOperations(stream, level + 1));
  let left = first.value;
  if (first.failed) return left;
  let pending: { operator: BinaryOperator; right: Expression } | undefined;
  while (operators.includes(stream.peek().type)) {
    if (pending !== undefined) left = operation(left, pending);
    const operator = stream.read().type as BinaryOperator;
    const right = stream.failing(() => readOperations(stream, level + 1));
    if (right.failed) return left;
    pending = { operator, right: right.value };
  }
  return pending === undefined ? left : operation(left, pending);
}

function operation(left: Expression, { operator, right }: { operator: BinaryOperator; right: Expression }): Expression {
  return { kind: 'binary', ...spanning(left, right), operator, left, right };
}

/** A term with what follows it: `a.b[0]`. A sign before it applies to all of that. */
export function readOperand(stream: TokenStream): Expression {
  return stream.nested(() => readTraversals(stream, readTerm(stream))) ?? unreadable(stream);
}
