import type { Range } from '../hcl/ast.ts';
import type { Expression, ObjectItem, Step } from '../hcl/hcl2-ast.ts';
import { callFunction } from './call.ts';
import { conditional } from './conditional.ts';
import { convert, Unsuitable } from './convert.ts';
import { attempt, literalValue, report, type Evaluation, type Scope } from './evaluation.ts';
import { forEach } from './for.ts';
import { operate } from './operators.ts';
import { index, member } from './access.ts';
import { isSequence } from './type.ts';
import {
  HOLE,
  isKnown,
  isNull,
  items,
  list,
  object,
  string,
  tainted,
  tuple,
  unknown,
  textOf,
  type Value,
} from './value.ts';

/** The value of an expression; mistakes are added to `at.problems`, and what depends on them is unknown. */
export function evaluate(e: Expression, at: Evaluation): Value {
  switch (e.kind) {
    case 'literal':
      return literalValue(e.value);
    case 'template':
      return template(e.parts, at);
    case 'wrap':
      return evaluate(e.wrapped, at);
    case 'join':
      return join(evaluate(e.tuple, at), e, at);
    case 'variable':
      return variable(e, at);
    case 'relative':
      return walk(evaluate(e.source, at), e.steps, at);
    case 'index':
      return index(evaluate(e.collection, at), evaluate(e.key, at), e.bracket, at);
    case 'splat':
      return splat(e, at);
    case 'item':
      return at.item ?? unknown('an element of something that is not known');
    case 'call':
      return callFunction(e, at);
    case 'conditional':
      return conditional(e, at);
    case 'binary':
    case 'unary':
      return operate(e, at);
    case 'parentheses':
      return evaluate(e.inner, at);
    case 'tuple':
      return tuple(e.items.map((item) => evaluate(item, at)));
    case 'object':
      return objectValue(e.items, at);
    case 'for':
      return forEach(e, at);
  }
}

function variable(e: Extract<Expression, { kind: 'variable' }>, at: Evaluation): Value {
  for (let scope: Scope | undefined = at.scope; scope !== undefined; scope = scope.outer) {
    const found = scope.variables.get(e.name);
    if (found !== undefined) return walk(found, e.steps, at);
  }
  if (at.undefinedVariable !== undefined) {
    const last = e.steps.at(-1) ?? e.nameRange;
    return at.undefinedVariable({ start: e.start, end: last.end });
  }
  if (at.scope.variables.size === 0 && at.scope.outer === undefined)
    return report(at, e.nameRange, 'Variables not allowed', 'Variables may not be used here.');
  return report(at, e.nameRange, 'Unknown variable', `There is no variable named ${JSON.stringify(e.name)}.`);
}

function walk(from: Value, steps: readonly Step[], at: Evaluation): Value {
  let value = from;
  for (const step of steps) {
    const { value: next, failed } = attempt(at, () =>
      step.kind === 'attribute' ? member(value, step.name, step, at) : index(value, literalValue(step.key), step, at),
    );
    if (failed) return next;
    value = next;
  }
  return value;
}

function template(parts: readonly Expression[], at: Evaluation): Value {
  const before = at.problems.length;
  const texts: Value[] = [];
  let missing: Value | undefined;
  for (const part of parts) {
    const value = evaluate(part, at);
    if (isNull(value)) {
      report(
        at,
        part,
        'Invalid template interpolation value',
        'The expression result is null. Cannot include a null value in a string template.',
      );
      continue;
    }
    if (!isKnown(value)) missing ??= value;
    try {
      texts.push(convert(value, 'string'));
    } catch (error) {
      if (!(error instanceof Unsuitable)) throw error;
      report(
        at,
        part,
        'Invalid template interpolation value',
        `Cannot include the given value in a string template: ${error.message}.`,
      );
    }
  }
  if (missing?.unknown !== undefined) {
    const partly = texts.map((one) => (isKnown(one) ? textOf(one) : (one.partly ?? HOLE))).join('');
    return tainted({ ...unknown(missing.unknown, 'string'), partly }, ...texts);
  }
  if (at.problems.length > before) return string('');
  return tainted(string(texts.map(textOf).join('')), ...texts);
}

function join(value: Value, e: Range, at: Evaluation): Value {
  if (!isKnown(value)) return unknown(value.unknown ?? '', 'string');
  const texts: Value[] = [];
  for (const item of items(value)) {
    if (isNull(item))
      report(
        at,
        e,
        'Invalid template interpolation value',
        'An iteration result is null. Cannot include a null value in a string template.',
      );
    else if (item.unknown !== undefined) return tainted(unknown(item.unknown, 'string'), value);
    else texts.push(convert(item, 'string'));
  }
  return tainted(string(texts.map(textOf).join('')), value, ...texts);
}

function splat(e: Extract<Expression, { kind: 'splat' }>, at: Evaluation): Value {
  const { value: source, failed } = attempt(at, () => evaluate(e.source, at));
  if (failed) return source;
  const upgrade = !isSequence(source.type);
  if (isNull(source)) {
    if (upgrade) return tuple([]);
    return report(
      at,
      e.source,
      'Splat of null value',
      'Splat expressions (with the * symbol) cannot be applied to null sequences.',
    );
  }
  if (!isKnown(source)) return source.type === 'dynamic' ? source : unknown(source.unknown ?? '');
  const results = (upgrade ? [source] : items(source)).map((item) =>
    evaluate(e.each, { ...at, item: tainted(item, ...(source.secret ? [source] : [])) }),
  );
  return typeof source.type === 'object' && !('tuple' in source.type) && !upgrade ? list(results) : tuple(results);
}

function objectValue(all: readonly ObjectItem[], at: Evaluation): Value {
  const found = new Map<string, Value>();
  let missing: string | undefined;
  let secret: Value | undefined;
  for (const item of all) {
    const key = attempt(at, () => keyValue(item, at));
    const value = evaluate(item.value, at);
    if (key.failed) missing ??= 'the expression is wrong';
    else if (isNull(key.value)) {
      report(at, item.value, 'Null value as key', "Can't use a null value as a key.");
      missing ??= 'the expression is wrong';
    } else {
      try {
        const name = convert(key.value, 'string');
        if (name.secret === true) secret = name;
        if (name.unknown !== undefined) missing ??= name.unknown;
        else found.set(textOf(name), value);
      } catch (error) {
        if (!(error instanceof Unsuitable)) throw error;
        report(at, item.key, 'Incorrect key type', `Can't use this value as a key: ${error.message}.`);
        missing ??= 'the expression is wrong';
      }
    }
  }
  const result = missing === undefined ? object(found) : unknown(missing);
  return secret === undefined ? result : tainted(result, secret);
}

/** A bare name is itself; a longer one would be ambiguous. */
function keyValue({ key, computed }: ObjectItem, at: Evaluation): Value {
  if (!computed && key.kind === 'variable') {
    if (key.steps.length === 0) return string(key.name);
    return report(
      at,
      key,
      'Ambiguous attribute key',
      "If this expression is intended to be a reference, wrap it in parentheses. If it's instead intended as a literal name containing periods, wrap it in quotes to create a string literal.",
    );
  }
  if (!computed && key.kind === 'literal' && (key.value.type === 'bool' || key.value.type === 'null'))
    return string(at.text.slice(key.start, key.end));
  return evaluate(key, at);
}

export type { Evaluation, EvaluationProblem, Scope } from './evaluation.ts';
