import { goLower } from '../go-string.ts';
import { conversions, wrapped, type Type, type Value } from './convert.ts';
import { parseTemplate } from './parse.ts';
import { childrenOf, Mistake, type Node, type Operator } from './tree.ts';

export type Interpolated =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      /** The server's own text. */
      readonly error: string;
      /** UTF-16 code units from the start of the template; `undefined` where the server names no place either. */
      readonly offset: number | undefined;
    };

/**
 * Fills in a template as Consul 1.22 does for bind names: values of variables are lower-cased first, the template's own
 * text is not. A text without `${` comes back as it is, `$$` and all.
 */
export function interpolate(template: string, variables: Readonly<Record<string, string>>): Interpolated {
  return compileTemplate(template)(variables);
}

/** A template, read once to be filled in many times. */
export type Filler = (variables: Readonly<Record<string, string>>) => Interpolated;

export function compileTemplate(template: string): Filler {
  if (!template.includes('${')) {
    const same: Interpolated = { ok: true, text: template };
    return () => same;
  }
  const parsed = parseTemplate(template);
  if (!parsed.ok) return () => parsed;
  const { tree } = parsed;
  const parts = tree.kind === 'template' ? plainParts(tree.parts) : undefined;
  return parts === undefined
    ? (variables) => evaluate(tree, variables)
    : (variables) => joined(parts, variables) ?? evaluate(tree, variables);
}

type PlainPart = Extract<Node, { kind: 'text' | 'variable' }>;

/** The parts of a template that is nothing but text and variables, as nearly all are. */
function plainParts(parts: readonly Node[]): readonly PlainPart[] | undefined {
  const isPlain = (part: Node): part is PlainPart => part.kind === 'text' || part.kind === 'variable';
  return parts.every(isPlain) ? parts : undefined;
}

function joined(parts: readonly PlainPart[], variables: Readonly<Record<string, string>>): Interpolated | undefined {
  let text = '';
  for (const part of parts) {
    if (part.kind === 'text') text += part.text;
    else if (Object.hasOwn(variables, part.name)) text += goLower(variables[part.name] ?? '');
    else return undefined;
  }
  return { ok: true, text };
}

function evaluate(tree: Node, variables: Readonly<Record<string, string>>): Interpolated {
  const scope = new Map(Object.entries(variables).map(([name, value]) => [name, goLower(value)]));
  try {
    checkNames(tree, scope);
    const { type, run } = typed(tree, scope);
    return { ok: true, text: String(type === 'String' ? run() : convert(type, 'String', run())) };
  } catch (error) {
    if (error instanceof Mistake) return { ok: false, error: error.message, offset: error.offset };
    if (error instanceof Failure) return { ok: false, error: error.message, offset: undefined };
    throw error;
  }
}

/** Every variable that a template uses, in order. */
export function variablesOf(tree: Node): readonly Extract<Node, { kind: 'variable' }>[] {
  return tree.kind === 'variable' ? [tree] : childrenOf(tree).flatMap(variablesOf);
}

/** A failure that only shows while evaluating. */
class Failure extends Error {}

/** Names are looked at in the whole template before anything else. */
function checkNames(node: Node, scope: ReadonlyMap<string, string>): void {
  for (const child of childrenOf(node)) checkNames(child, scope);
  const { line, column, offset } = node.spot;
  const place = `${String(line)}:${String(column)}`;
  if (node.kind === 'variable' && !scope.has(node.name))
    throw new Mistake(`${place}: unknown variable accessed: ${node.name}`, offset);
  // HIL has no functions but those that its host defines, and Consul defines none.
  if (node.kind === 'call') throw new Mistake(`${place}: unknown function called: ${node.name}`, offset);
}

interface Typed {
  readonly type: Type;
  /** Works the value out; both sides of a condition always are, even the one that is not taken. */
  readonly run: () => Value;
}

function typed(node: Node, scope: ReadonlyMap<string, string>): Typed {
  switch (node.kind) {
    case 'text':
      return { type: 'String', run: () => node.text };
    case 'integer':
      return { type: 'Int', run: () => node.value };
    case 'float':
      return { type: 'Float', run: () => node.value };
    case 'bool':
      return { type: 'Bool', run: () => node.value };
    case 'variable':
      return { type: 'String', run: () => scope.get(node.name) ?? '' };
    case 'template': {
      const parts = node.parts.map((part) => as('String', typed(part, scope)));
      return { type: 'String', run: () => parts.map((part) => part?.run() ?? '').join('') };
    }
    case 'operation':
      return operation(node, typed(node.left, scope), typed(node.right, scope));
    case 'condition':
      return condition(node, typed(node.test, scope), typed(node.then, scope), typed(node.otherwise, scope));
    case 'index':
      typed(node.key, scope);
      throw mismatch(node, 'invalid index operation into non-indexable type: TypeString');
    case 'call':
      throw mismatch(node, `unknown function called: ${node.name}`);
  }
}

function mismatch({ spot }: Node, what: string): Mistake {
  return new Mistake(`At column ${String(spot.column)}, line ${String(spot.line)}: ${what}`, spot.offset);
}

/** The value as another type; `undefined` when HIL does not convert it. */
function as(type: Type, value: Typed): Typed | undefined {
  if (value.type === type) return value;
  if (conversions[value.type][type] === undefined) return undefined;
  return { type, run: () => convert(value.type, type, value.run()) };
}

function convert(from: Type, to: Type, value: Value): Value {
  try {
    return conversions[from][to]?.(value) ?? value;
  } catch (error) {
    throw new Failure(`__builtin_${from}To${to}: ${error instanceof Error ? error.message : ''}`);
  }
}

type Operation = Extract<Node, { kind: 'operation' }>;

function operation(node: Operation, left: Typed, right: Typed): Typed {
  const { operator } = node;
  if (operator === '&&' || operator === '||') return logical(node, left, right);
  const comparison = comparisons[operator];
  const equality = operator === '==' || operator === '!=';
  const number = left.type === 'Float' || right.type === 'Float' ? 'Float' : 'Int';
  const type = equality ? left.type : number;
  const [a, b] = [left, right].map((side, index) => {
    const converted = as(type, side);
    if (converted !== undefined) return converted;
    throw mismatch(node, `operand ${String(index + 1)} should be Type${type}, got Type${side.type}`);
  }) as [Typed, Typed];
  if (comparison !== undefined) return { type: 'Bool', run: () => both(a, b, comparison) };
  if (type === 'Float' && operator === '%') throw mismatch(node, 'modulo cannot be used with floats');
  return { type, run: () => both(a, b, (x, y) => calculate(operator, x, y)) };
}

function both<T>(a: Typed, b: Typed, step: (x: Value, y: Value) => T): T {
  const x = a.run();
  return step(x, b.run());
}

const comparisons: Readonly<Partial<Record<Operator, (x: Value, y: Value) => boolean>>> = {
  '==': (x, y) => x === y,
  '!=': (x, y) => x !== y,
  '<': (x, y) => x < y,
  '<=': (x, y) => x <= y,
  '>': (x, y) => x > y,
  '>=': (x, y) => x >= y,
};

function logical(node: Operation, left: Typed, right: Typed): Typed {
  const [a, b] = [left, right].map((side) => {
    const converted = as('Bool', side);
    if (converted !== undefined) return converted;
    throw mismatch(node, `logical operators require boolean operands, not Type${side.type}`);
  }) as [Typed, Typed];
  return { type: 'Bool', run: () => both(a, b, (x, y) => (node.operator === '&&' ? x && y : x || y)) };
}

function calculate(operator: Operator, x: Value, y: Value): Value {
  if (typeof x === 'number' && typeof y === 'number')
    return operator === '+' ? x + y : operator === '-' ? x - y : operator === '*' ? x * y : x / y;
  if (typeof x !== 'bigint' || typeof y !== 'bigint') return x;
  if (y === 0n && (operator === '/' || operator === '%')) throw new Failure('__builtin_IntMath: divide by zero');
  switch (operator) {
    case '+':
      return wrapped(x + y);
    case '-':
      return wrapped(x - y);
    case '*':
      return wrapped(x * y);
    case '/':
      return wrapped(x / y);
    default:
      return x % y;
  }
}

function condition(node: Node, test: Typed, then: Typed, otherwise: Typed): Typed {
  const decided = as('Bool', test);
  if (decided === undefined) throw mismatch(node, `condition must be type bool, not ${printable(test.type)}`);
  // Text gives way to whatever the other side is.
  const type = then.type === 'String' ? otherwise.type : then.type;
  const [a, b] = [as(type, then), as(type, otherwise)];
  if (a === undefined || b === undefined)
    throw mismatch(
      node,
      `true and false expression types must match; have ${printable(then.type)} and ${printable(otherwise.type)}`,
    );
  return {
    type,
    run: () => {
      const taken = decided.run();
      return both(a, b, (x, y) => (taken === true ? x : y));
    },
  };
}

function printable(type: Type): string {
  return `type ${type.toLowerCase()}`;
}
