import { goQuote, goUnquote } from '../go-string.ts';
import { sharedName } from './functions.ts';
import type { Item, ItemKind } from './item.ts';
import { readNumber } from './number.ts';
import { fail, nested, next, nextNonSpace, peek, peekNonSpace, putBack, unexpected, type State } from './state.ts';
import type { Command, Operand, Pipeline, Variable } from './tree.ts';

const STARTS_OPERAND: ReadonlySet<ItemKind> = new Set([
  'bool',
  'character',
  'complex',
  '.',
  'field',
  'identifier',
  'number',
  'nil',
  'raw string',
  'string',
  'variable',
  'left paren',
]);

/** `declarations? command ('|' command)*`, and the item that ends it. */
export function readPipeline(
  state: State,
  context: string,
  closes: 'right delimiter' | 'right paren' = 'right delimiter',
): Pipeline {
  const first = peekNonSpace(state);
  const { variables, assigns } = readDeclarations(state, context);
  const commands: Command[] = [];
  for (;;) {
    const item = nextNonSpace(state);
    if (item.kind === closes) {
      checkCommands(state, commands, context, first);
      const end = closes === 'right paren' ? item.end : (commands.at(-1)?.end ?? item.start);
      return { kind: 'pipeline', start: first.start, end, variables, assigns, commands };
    }
    if (!STARTS_OPERAND.has(item.kind)) unexpected(state, item, context);
    putBack(state, item);
    commands.push(readCommand(state));
  }
}

function readDeclarations(state: State, context: string): Pick<Pipeline, 'variables' | 'assigns'> {
  const variables: Variable[] = [];
  for (;;) {
    const variable = peekNonSpace(state);
    if (variable.kind !== 'variable') return { variables, assigns: false };
    next(state);
    const after = peek(state);
    const sign = peekNonSpace(state);
    if (sign.kind === 'assign' || sign.kind === 'declare') {
      nextNonSpace(state);
      declare(state, variables, variable);
      return { variables, assigns: sign.kind === 'assign' };
    }
    if (sign.kind !== 'char' || sign.text !== ',') {
      if (after.kind === 'space') putBack(state, variable, after);
      else putBack(state, variable);
      return { variables, assigns: false };
    }
    nextNonSpace(state);
    declare(state, variables, variable);
    if (context !== 'range' || variables.length > 1) fail(state, `too many declarations in ${context}`, variable);
    if (!['variable', 'right delimiter', 'right paren'].includes(peekNonSpace(state).kind)) {
      fail(state, 'range can only initialize variables', variable);
    }
  }
}

function declare(state: State, variables: Variable[], item: Item): void {
  variables.push({ kind: 'variable', start: item.start, end: item.end, name: item.text, fields: [] });
  state.variables.push(item.text);
}

/** Only the first command may be something that cannot be called. */
function checkCommands(state: State, commands: readonly Command[], context: string, at: Item): void {
  if (commands.length === 0) fail(state, `missing value for ${context}`, at);
  for (const [index, command] of commands.entries()) {
    const first = command.operands[0]?.kind ?? '';
    if (index > 0 && ['bool', 'dot', 'nil', 'number', 'string'].includes(first)) {
      fail(state, `non executable command in pipeline stage ${String(index + 1)}`, command);
    }
  }
}

function readCommand(state: State): Command {
  const first = peekNonSpace(state);
  const operands: Operand[] = [];
  for (;;) {
    peekNonSpace(state);
    const operand = readOperand(state);
    if (operand !== undefined) operands.push(operand);
    const item = next(state);
    if (item.kind === 'space') continue;
    if (item.kind === 'right delimiter' || item.kind === 'right paren') putBack(state, item);
    else if (item.kind !== 'pipe') unexpected(state, item, 'operand');
    break;
  }
  if (operands.length === 0) fail(state, 'empty command', first);
  return { kind: 'command', start: first.start, end: operands.at(-1)?.end ?? first.end, operands };
}

/** A term and the fields behind it; `undefined` when what comes next is none. */
function readOperand(state: State): Operand | undefined {
  const term = readTerm(state);
  if (term === undefined || peek(state).kind !== 'field') return term;
  const fields: string[] = [];
  let { end } = term;
  while (peek(state).kind === 'field') {
    const field = next(state);
    fields.push(field.text.slice(1));
    ({ end } = field);
  }
  switch (term.kind) {
    case 'field':
    case 'variable':
      return { ...term, end, fields: [...term.fields, ...fields] };
    case 'bool':
    case 'string':
    case 'number':
    case 'nil':
    case 'dot':
      return fail(state, `unexpected . after term ${goQuote(shown(term))}`, term);
    default:
      return { kind: 'chain', start: term.start, end, of: term, fields };
  }
}

function shown(term: Extract<Operand, { kind: 'bool' | 'string' | 'number' | 'nil' | 'dot' }>): string {
  switch (term.kind) {
    case 'bool':
      return String(term.value);
    case 'string':
      return term.quoted;
    case 'number':
      return term.text;
    case 'nil':
      return 'nil';
    case 'dot':
      return '.';
  }
}

function readTerm(state: State): Operand | undefined {
  const item = nextNonSpace(state);
  const { start, end, text } = item;
  switch (item.kind) {
    case 'identifier':
      if (!state.shared.isFunction(text)) fail(state, `function ${goQuote(text)} not defined`, item);
      return { kind: 'identifier', start, end, name: sharedName(text) };
    case '.':
      return { kind: 'dot', start, end };
    case 'nil':
      return { kind: 'nil', start, end };
    case 'variable':
      if (!state.variables.includes(text)) fail(state, `undefined variable ${goQuote(text)}`, item);
      return { kind: 'variable', start, end, name: text, fields: [] };
    case 'field':
      return { kind: 'field', start, end, fields: [text.slice(1)] };
    case 'bool':
      return { kind: 'bool', start, end, value: text === 'true' };
    case 'character':
    case 'complex':
    case 'number': {
      const number = readNumber(text, item.kind);
      if (!number.ok) fail(state, number.error, item);
      return { kind: 'number', start, end, text, integer: number.integer };
    }
    case 'left paren': {
      const inner = nested(state, () => readPipeline(state, 'parenthesized pipeline', 'right paren'));
      return { ...inner, start };
    }
    case 'string':
    case 'raw string':
      return { kind: 'string', start, end, quoted: text, value: unquote(state, item) };
    default:
      putBack(state, item);
      return undefined;
  }
}

/** What a string literal stands for. */
export function unquote(state: State, item: Item): string {
  return goUnquote(item.text) ?? fail(state, 'invalid syntax', item);
}

/** The name behind `define`, `block` or `template`. */
export function readName(state: State, item: Item, context: string): string {
  if (item.kind !== 'string' && item.kind !== 'raw string') unexpected(state, item, context);
  return unquote(state, item);
}
