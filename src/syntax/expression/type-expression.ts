import type { Expression } from '../hcl/hcl2-ast.ts';
import type { EvaluationProblem } from './evaluation.ts';
import type { Type } from './type.ts';

/** The type that an expression such as `list(string)` names; undefined and a problem where it names none. */
export function typeOf(e: Expression, problems: EvaluationProblem[]): Type | undefined {
  const refuse = (place: { start: number; end: number }, message: string): undefined => {
    problems.push({ start: place.start, end: place.end, title: 'Invalid type specification', message });
  };
  if (e.kind === 'variable' && e.steps.length === 0) {
    if (e.name === 'string' || e.name === 'number' || e.name === 'bool') return e.name;
    if (e.name === 'any') return 'dynamic';
    if (e.name === 'list' || e.name === 'set' || e.name === 'map')
      return refuse(e, `The ${e.name} type constructor requires one argument specifying the element type.`);
    if (e.name === 'object')
      return refuse(
        e,
        'The object type constructor requires one argument specifying the attribute types and values as a map.',
      );
    if (e.name === 'tuple')
      return refuse(e, 'The tuple type constructor requires one argument specifying the element types as a list.');
    return refuse(e, `The keyword "${e.name}" is not a valid type specification.`);
  }
  const [argument] = e.kind === 'call' ? e.arguments : [];
  if (e.kind !== 'call' || argument === undefined || e.arguments.length !== 1)
    return refuse(
      e,
      'A type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string).',
    );
  return constructed(e.name, argument, problems, refuse, e);
}

function constructed(
  name: string,
  argument: Expression,
  problems: EvaluationProblem[],
  refuse: (place: Expression, message: string) => undefined,
  e: Expression,
): Type | undefined {
  if (name === 'list' || name === 'set' || name === 'map') {
    const element = typeOf(argument, problems);
    if (element === undefined) return undefined;
    return name === 'list' ? { list: element } : name === 'set' ? { set: element } : { map: element };
  }
  if (name === 'tuple') {
    if (argument.kind !== 'tuple') return refuse(argument, 'Tuple type constructor requires a list of element types.');
    const types = argument.items.map((item) => typeOf(item, problems));
    return types.every((type) => type !== undefined) ? { tuple: types } : undefined;
  }
  if (name !== 'object') return refuse(e, `Keyword "${name}" is not a valid type constructor.`);
  if (argument.kind !== 'object')
    return refuse(
      argument,
      'Object type constructor requires a map whose keys are attribute names and whose values are the corresponding attribute types.',
    );
  const attributes: Record<string, Type> = {};
  for (const { key, value } of argument.items) {
    const type = typeOf(value, problems);
    if (type === undefined) return undefined;
    if (key.kind !== 'variable') return refuse(key, 'Object constructor map keys must be attribute names.');
    attributes[key.name] = type;
  }
  return { object: attributes };
}
