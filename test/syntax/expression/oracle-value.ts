import { plainValue } from '../../../src/syntax/expression/convert.ts';
import { evaluate, type EvaluationProblem } from '../../../src/syntax/expression/evaluate.ts';
import { string } from '../../../src/syntax/expression/value.ts';
import { parseHcl2 } from '../../../src/syntax/hcl/hcl2.ts';

export interface Outcome {
  readonly value?: unknown;
  readonly unknown?: string;
  readonly errors?: readonly string[];
}

/** What an expression is worth in a job file without variables, as the oracle tells it. */
export function valueOf(expression: string): Outcome {
  const text = `a = ${expression}\n`;
  const { file, problems } = parseHcl2({ name: 'a', text });
  const [attribute] = file.body.attributes;
  if (problems.length > 0 || attribute === undefined) return { errors: problems.map(({ message }) => message) };
  const found: EvaluationProblem[] = [];
  const value = evaluate(attribute.value, {
    evaluate,
    text,
    scope: { variables: new Map() },
    problems: found,
    functions: true,
    undefinedVariable: ({ start, end }) => string(`\${${text.slice(start, end)}}`),
  });
  if (found.length > 0) return { errors: found.map(({ title, message }) => `${title}; ${message}`) };
  let reason: string | undefined;
  const plain = plainValue(value, (_, hidden) => {
    reason = hidden.unknown ?? 'secret';
    return null;
  });
  return reason === undefined ? { value: plain } : { unknown: reason };
}
