import type { Problem, Range } from '../hcl/ast.ts';
import type { Expression, LiteralValue } from '../hcl/hcl2-ast.ts';
import { bool, nullOf, number, string, unknown, type Value } from './value.ts';

/** A mistake in what an expression does. `title` and `message` are what HashiCorp's reader says. */
export interface EvaluationProblem extends Problem {
  readonly title: string;
}

/** Names and what they stand for; inner ones hide outer ones. */
export interface Scope {
  readonly variables: ReadonlyMap<string, Value>;
  readonly outer?: Scope;
}

/** Where an expression is evaluated. */
export interface Evaluation {
  /** How to evaluate what is inside: `evaluate` of `evaluate.ts`. */
  readonly evaluate: (e: Expression, at: Evaluation) => Value;
  readonly text: string;
  readonly scope: Scope;
  readonly problems: EvaluationProblem[];
  /** What a name that nobody defined stands for: Nomad leaves `${NOMAD_x}` for the client that runs the job. */
  readonly undefinedVariable?: (expression: Range) => Value;
  /** The text of a file that an expression names; undefined when there is none. Without it no file is looked at. */
  readonly files?: ((path: string) => string | undefined) | undefined;
  /** False where there are no functions. */
  readonly functions: boolean;
  /** The element at which a splat is. */
  readonly item?: Value;
}

export function report(at: Evaluation, { start, end }: Range, title: string, message: string): Value {
  at.problems.push({ start, end, title, message });
  return unknown('the expression is wrong');
}

/** Runs `read` and tells whether it found mistakes. */
export function attempt<T>(at: Evaluation, read: () => T): { value: T; failed: boolean } {
  const before = at.problems.length;
  const value = read();
  return { value, failed: at.problems.length > before };
}

export function literalValue(value: LiteralValue): Value {
  if (value.type === 'number') return number(Number(value.text));
  if (value.type === 'bool') return bool(value.value);
  if (value.type === 'string') return string(value.value);
  return value.type === 'null' ? nullOf('dynamic') : unknown('the expression cannot be read');
}
