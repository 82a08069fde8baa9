import type { Branch, Inclusion, Statement } from '../../syntax/consul-template/tree.ts';
import { evaluatePipeline } from './evaluate.ts';
import { assignedIn } from './assigned.ts';
import { ExecutionError, type Run, type Scope, type Variables } from './run.ts';
import { distinct, joined, nil, number, reasonsOf, text, truth, unknown, type Reason, type Value } from './value.ts';

/** How a list of statements ended; `maybe` when it is not known whether the loop goes on. */
type Ending = 'through' | 'break' | 'continue' | 'maybe';

const MOST_TURNS = 1000;
const DEEPEST = 40;

/** Carries out one of the templates of a text; what it writes is added to the run's output. */
export function executeTemplate(run: Run, name: string, dot: Value, spot: { start: number; end: number }): void {
  const statements = run.templates.get(name);
  if (statements === undefined) throw new ExecutionError(`template ${JSON.stringify(name)} not defined`, spot);
  if (run.depth >= DEEPEST)
    throw new ExecutionError('templates that call themselves are not followed so deep', spot, true);
  run.depth++;
  execute({ run, variables: [{ name: '$', value: dot }], dot }, statements);
  run.depth--;
}

function execute(scope: Scope, statements: readonly Statement[]): Ending {
  const { run } = scope;
  let ending: Ending = 'through';
  for (const statement of statements) {
    if (run.budget-- <= 0)
      throw new ExecutionError('the template is not followed further: it is too long', statement, true);
    const result = executeStatement(scope, statement);
    if (result === 'break' || result === 'continue') return result;
    // Up to the end of the loop, all else depends on what led to the jump.
    if (result === 'maybe') ending = 'maybe';
  }
  return ending;
}

function executeStatement(scope: Scope, statement: Statement): Ending {
  switch (statement.kind) {
    case 'text':
      scope.run.output.push(text(statement.text));
      return 'through';
    case 'action': {
      const value = evaluatePipeline(scope, statement.pipeline);
      const [variable] = statement.pipeline.variables;
      if (variable === undefined) scope.run.output.push(value);
      else if (statement.pipeline.assigns) assign(scope.variables, variable.name, value);
      else scope.variables.push({ name: variable.name, value });
      return 'through';
    }
    case 'template':
      include(scope, statement);
      return 'through';
    case 'break':
    case 'continue':
      return statement.kind;
    case 'range':
      return inScope(scope, () => executeRange(scope, statement));
    default:
      return inScope(scope, () => executeBranch(scope, statement));
  }
}

function include({ run, ...scope }: Scope, { name, pipeline, start, end }: Inclusion): void {
  const dot = pipeline === undefined ? nil : evaluatePipeline({ run, ...scope }, pipeline);
  executeTemplate(run, name, dot, { start, end });
}

/** Variables that are declared inside are forgotten afterwards. */
function inScope(scope: Scope, work: () => Ending): Ending {
  const { length } = scope.variables;
  const ending = work();
  scope.variables.length = length;
  return ending;
}

function assign(variables: Variables, name: string, value: Value): void {
  const found = variables.findLast((variable) => variable.name === name);
  if (found !== undefined) found.value = value;
}

function executeBranch(scope: Scope, { kind, pipeline, body, otherwise = [] }: Branch): Ending {
  const value = evaluatePipeline(scope, pipeline);
  const [variable] = pipeline.variables;
  if (variable !== undefined) {
    if (pipeline.assigns) assign(scope.variables, variable.name, value);
    else scope.variables.push({ name: variable.name, value });
  }
  const inside = kind === 'with' ? { run: scope.run, variables: scope.variables, dot: value } : scope;
  switch (truth(value)) {
    case true:
      return execute(inside, body);
    case false:
      return execute(scope, otherwise);
    case undefined:
      return eitherWay(scope, reasonsOf([value]), [() => execute(inside, body), () => execute(scope, otherwise)]);
  }
}

/** Tries each way from the same start, and keeps of the variables only what is the same after all of them. */
function eitherWay({ run, variables }: Scope, reasons: readonly Reason[], ways: readonly (() => Ending)[]): Ending {
  const before = variables.map(({ value }) => value);
  const { when, output } = run;
  const after: Value[][] = [];
  const endings: Ending[] = [];
  run.when = [...distinct([...when, ...reasons])];
  for (const way of ways) {
    for (const [index, variable] of variables.entries()) variable.value = before[index] ?? nil;
    run.output = [];
    endings.push(tried(run, way));
    variables.length = before.length;
    after.push(variables.map(({ value }) => value));
  }
  run.when = when;
  run.output = output;
  run.output.push(unknown(...reasons));
  for (const [index, variable] of variables.entries()) {
    const values = after.map((one) => one[index] ?? nil);
    if (values.some((value) => value !== values[0])) variable.value = unknown(...reasons, ...reasonsOf(values));
  }
  if (endings.every((ending) => ending === 'through')) return 'through';
  run.when = [...distinct([...when, ...reasons])];
  return 'maybe';
}

/** An error on a way that may not be taken ends this way only. */
function tried(run: Run, way: () => Ending): Ending {
  const { depth } = run;
  try {
    return way();
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    run.problems.push({ message: error.message, ...error.spot, when: run.when });
    run.depth = depth;
    return 'through';
  }
}

function executeRange(scope: Scope, branch: Branch): Ending {
  const { run } = scope;
  const value = evaluatePipeline(scope, branch.pipeline);
  const turns = turnsOf(value, branch);
  const { when } = run;
  const ending =
    turns === undefined || turns.length > MOST_TURNS
      ? unknownTurns(scope, branch, value)
      : knownTurns(scope, branch, turns);
  run.when = when;
  return ending;
}

function knownTurns(scope: Scope, branch: Branch, turns: readonly (readonly [Value, Value])[]): Ending {
  if (turns.length === 0) return execute(scope, branch.otherwise ?? []);
  for (const [index, item] of turns) {
    const ending = inScope(scope, () => turn(scope, branch, index, item));
    if (ending === 'break') break;
  }
  return 'through';
}

function turn(scope: Scope, { pipeline, body }: Branch, index: Value, item: Value): Ending {
  const [first, second] = pipeline.variables;
  const set = (name: string | undefined, value: Value): void => {
    if (name === undefined) return;
    if (pipeline.assigns) assign(scope.variables, name, value);
    else scope.variables.push({ name, value });
  };
  set(first?.name, second === undefined ? item : index);
  set(second?.name, item);
  return execute({ ...scope, dot: item }, body);
}

/** A loop of which it is not known how often it turns: once for all turns, with what they change taken as not known. */
function unknownTurns(scope: Scope, branch: Branch, value: Value): Ending {
  const reasons = reasonsOf([value]);
  const why: readonly Reason[] = reasons.length === 0 ? [{ because: 'loop' }] : reasons;
  const changed = assignedIn(branch.body);
  const forget = (): void => {
    for (const variable of scope.variables) {
      if (changed.has(variable.name)) variable.value = unknown({ because: 'loop' }, ...why);
    }
  };
  const once = (): Ending => {
    forget();
    const item = unknown(...why);
    const ending = inScope(scope, () => turn(scope, branch, item, item));
    forget();
    return ending === 'maybe' ? 'through' : ending === 'through' ? ending : 'through';
  };
  return eitherWay(scope, why, [once, () => execute(scope, branch.otherwise ?? [])]);
}

function turnsOf(value: Value, { pipeline }: Branch): readonly (readonly [Value, Value])[] | undefined {
  switch (value.kind) {
    case 'nil':
      return [];
    case 'list':
      return value.items.map((item, index) => [number(index), item]);
    case 'record':
      return [...value.members]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, member]) => [text(name), member] as const);
    case 'number':
      if (value.value > MOST_TURNS) return undefined;
      return Array.from({ length: Math.max(0, value.value) }, (_, index) => [number(index), number(index)] as const);
    case 'unknown':
      return undefined;
    default:
      throw new ExecutionError(`range can't iterate over ${value.kind}`, pipeline);
  }
}

/** What one of the templates writes, as `executeTemplate` gives it back. */
export function outputOf(run: Run, name: string, dot: Value, spot: { start: number; end: number }): Value {
  const { output } = run;
  run.output = [];
  executeTemplate(run, name, dot, spot);
  const written = joined(run.output);
  run.output = output;
  return written;
}
