import { evaluate, type Evaluation, type EvaluationProblem, type Scope } from '../expression/evaluate.ts';
import { startOf as startOfExpression } from '../expression/start-of.ts';
import { object, nullOf, number, string, bool, tuple, isNull, textOf, type Value } from '../expression/value.ts';
import { convert, Unsuitable } from '../expression/convert.ts';
import type { Range } from '../hcl/ast.ts';
import { parseHcl2Template } from '../hcl/hcl2.ts';
import { startOf, type JsonNode } from '../hcl/hcl2-json.ts';
import type { Expression } from '../hcl/hcl2-ast.ts';
import type { Source } from '../source.ts';
import { runtimeInterpolation } from './interpolation.ts';
import type { ConfigExpression, Iteration } from './config-body.ts';
import { upstreamRange } from './upstream-range.ts';

/** Something in a job file that Nomad refuses. `title` and `message` are its words. */
export type JobProblem = EvaluationProblem;

/** Reads one job file: knows its text, its variables and what was wrong so far. */
export class Reader {
  readonly source: Source;
  readonly problems: JobProblem[] = [];
  /** `var` and `local`. */
  variables: ReadonlyMap<string, Value> = new Map();
  readonly files: Evaluation['files'];

  constructor(source: Source, files?: Evaluation['files']) {
    this.source = source;
    this.files = files;
  }

  refuse({ start, end }: Range, title: string, message: string): void {
    this.problems.push({ start, end, title, message });
  }

  /** A range as Nomad names it: `input.hcl:3,5-9`. */
  describe(range: Range): string {
    return upstreamRange(this.source.text, range);
  }

  /** Runs `read` and gives what it refused, which counts only if it is added again. */
  refusals(read: () => void): JobProblem[] {
    const before = this.problems.length;
    read();
    return this.problems.splice(before);
  }

  value(expression: ConfigExpression): Value {
    const { source, problems } = this;
    const at: Evaluation = {
      evaluate,
      text: source.text,
      scope: innermost(expression.iteration, { variables: this.variables }),
      problems,
      undefinedVariable: (range) => string(runtimeInterpolation(source.text, range)),
      functions: true,
      files: this.files,
    };
    return expression.json
      ? jsonValue(expression.written as JsonNode, at)
      : evaluate(expression.written as Expression, at);
  }
}

/** The names of `dynamic` blocks hide those of the file. */
function innermost(iteration: Iteration | undefined, outer: Scope): Scope {
  if (iteration === undefined) return outer;
  return { variables: iteration.variables, outer: innermost(iteration.outer, outer) };
}

/** What an error about the value of an expression marks. */
export function startPlace({ written, json }: ConfigExpression): Range {
  return json ? startOf(written as JsonNode) : startOfExpression(written as Expression);
}

/** JSON's strings are templates where names mean something, and stand for themselves elsewhere. */
export function jsonValue(node: JsonNode, at: Evaluation, templates = true): Value {
  switch (node.kind) {
    case 'string':
      return templates ? templateValue(node.value, node.start + 1, at) : string(node.value);
    case 'number':
      return number(Number(node.text));
    case 'bool':
      return bool(node.value);
    case 'array':
      return tuple(node.items.map((item) => jsonValue(item, at, templates)));
    case 'object':
      return jsonObject(node.members, at, templates);
    default:
      return nullOf('dynamic');
  }
}

function templateValue(text: string, offset: number, at: Evaluation): Value {
  const { expression, problems } = parseHcl2Template(text);
  const shifted = ({ start, end }: Range): Range => ({ start: start + offset, end: end + offset });
  for (const problem of problems) at.problems.push({ ...problem, ...shifted(problem), title: 'Invalid template' });
  if (problems.length > 0) return { type: 'dynamic', data: null, unknown: 'the template cannot be read' };
  const found: EvaluationProblem[] = [];
  const { undefinedVariable } = at;
  const value = evaluate(expression, {
    ...at,
    text,
    problems: found,
    ...(undefinedVariable && { undefinedVariable: (range: Range) => undefinedVariable(shifted(range)) }),
  });
  at.problems.push(...found.map((problem) => ({ ...problem, ...shifted(problem) })));
  return value;
}

function jsonObject(all: Extract<JsonNode, { kind: 'object' }>['members'], at: Evaluation, templates: boolean): Value {
  const found = new Map<string, Value>();
  for (const { name, nameRange, value } of all) {
    const key = templates ? templateValue(name, nameRange.start + 1, at) : string(name);
    const inner = jsonValue(value, at, templates);
    try {
      const converted = convert(key, 'string');
      const text = textOf(converted);
      if (isNull(converted))
        at.problems.push({
          ...nameRange,
          title: 'Invalid object key expression',
          message: 'Cannot use null value as an object key.',
        });
      else if (found.has(text))
        at.problems.push({
          ...nameRange,
          title: 'Duplicate object attribute',
          message: `An attribute named ${JSON.stringify(text)} was already defined.`,
        });
      else found.set(text, inner);
    } catch (error) {
      if (!(error instanceof Unsuitable)) throw error;
      at.problems.push({
        ...nameRange,
        title: 'Invalid object key expression',
        message: `Cannot use this expression as an object key: ${error.message}.`,
      });
    }
  }
  return object(found);
}
