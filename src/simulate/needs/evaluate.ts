import type { Command, Operand, Pipeline } from '../../syntax/consul-template/tree.ts';
import { callFunction } from './call.ts';
import { scratchMethod } from './scratch.ts';
import { ExecutionError, type Scope } from './run.ts';
import { bool, nil, number, reasonsOf, truth, unknown, written, type Value } from './value.ts';

/** The value of a pipeline, before its variables are set. */
export function evaluatePipeline(scope: Scope, pipeline: Pipeline): Value {
  let value: Value | undefined;
  for (const command of pipeline.commands) value = evaluateCommand(scope, command, value);
  return value ?? nil;
}

/** @param piped the value of the command before, which becomes the last argument */
function evaluateCommand(scope: Scope, command: Command, piped: Value | undefined): Value {
  const { operands } = command;
  const [first] = operands;
  if (first === undefined) return nil;
  if (first.kind === 'identifier') {
    const { name } = first;
    if (name === 'and' || name === 'or') return shortCircuit(scope, name, operands.slice(1), piped);
    return callFunction(scope.run, name, argumentsOf(scope, operands, piped), command);
  }
  if (operands.length === 1 && piped === undefined) return evaluateOperand(scope, first);
  if (first.kind === 'chain' || first.kind === 'variable' || first.kind === 'field') {
    return callMethod(scope, first, argumentsOf(scope, operands, piped));
  }
  throw new ExecutionError("can't give argument to non-function", command);
}

function argumentsOf(scope: Scope, operands: readonly Operand[], piped: Value | undefined): readonly Value[] {
  const values: Value[] = [];
  for (let index = 1; index < operands.length; index++) {
    const operand = operands[index];
    if (operand !== undefined) values.push(evaluateOperand(scope, operand));
  }
  if (piped !== undefined) values.push(piped);
  return values;
}

/** `and` and `or` look at their arguments only as far as they need. */
function shortCircuit(scope: Scope, name: 'and' | 'or', operands: readonly Operand[], piped: Value | undefined): Value {
  const { run } = scope;
  const before = run.when.length;
  const doubtful: Value[] = [];
  let value: Value = nil;
  const wanted = name === 'and';
  const parts = [...operands.map((operand) => () => evaluateOperand(scope, operand)), ...(piped ? [() => piped] : [])];
  for (const part of parts) {
    value = part();
    const decided = truth(value);
    if (decided === undefined) {
      doubtful.push(value);
      run.when.push(...reasonsOf([value]));
    } else if (decided !== wanted) break;
  }
  run.when.length = before;
  return doubtful.length === 0 || (doubtful.length === 1 && doubtful[0] === value && parts.length === 1)
    ? value
    : unknown(...reasonsOf([...doubtful, value]));
}

export function evaluateOperand(scope: Scope, operand: Operand): Value {
  switch (operand.kind) {
    case 'identifier':
      return callFunction(scope.run, operand.name, [], operand);
    case 'variable':
      return fieldsOf(scope, variable(scope, operand.name), operand.fields, operand);
    case 'field':
      return fieldsOf(scope, scope.dot, operand.fields, operand);
    case 'chain':
      return fieldsOf(scope, evaluateOperand(scope, operand.of), operand.fields, operand);
    case 'dot':
      return scope.dot;
    case 'nil':
      return nil;
    case 'bool':
      return bool(operand.value);
    case 'number':
      return operand.integer === undefined ? number(Number(operand.text)) : number(Number(operand.integer));
    case 'string':
      return written(operand.value);
    case 'pipeline':
      return evaluatePipeline(scope, operand);
  }
}

function variable({ variables }: Scope, name: string): Value {
  return variables.findLast((one) => one.name === name)?.value ?? nil;
}

function fieldsOf(scope: Scope, value: Value, fields: readonly string[], operand: Operand): Value {
  let of = value;
  for (const name of fields) of = fieldOf(scope, of, name, operand);
  return of;
}

function fieldOf({ run }: Scope, value: Value, name: string, operand: Operand): Value {
  switch (value.kind) {
    case 'unknown':
      return unknown(...value.reasons);
    case 'nil':
      return nil;
    case 'record':
      return value.members.get(name) ?? nil;
    case 'scratch':
      return scratchMethod(run, name, [], operand);
    default:
      throw new ExecutionError(`can't evaluate field ${name} in type ${value.kind}`, operand);
  }
}

function callMethod(
  scope: Scope,
  operand: Extract<Operand, { kind: 'chain' | 'variable' | 'field' }>,
  values: readonly Value[],
): Value {
  const name = operand.fields.at(-1);
  if (name === undefined) throw new ExecutionError("can't give argument to non-function", operand);
  const receiver = evaluateOperand(scope, { ...operand, fields: operand.fields.slice(0, -1) });
  if (receiver.kind === 'scratch') return scratchMethod(scope.run, name, values, operand);
  if (receiver.kind === 'unknown') return unknown(...reasonsOf([receiver, ...values]));
  throw new ExecutionError(`${name} is not a method but has arguments`, operand);
}
