import { readName, readPipeline, unquote } from './pipeline.ts';
import { scanner, type Delimiters } from './scan.ts';
import {
  descend,
  expect,
  fail,
  nested,
  next,
  nextNonSpace,
  peek,
  peekNonSpace,
  putBack,
  startState,
  TemplateError,
  unexpected,
  type Shared,
  type State,
} from './state.ts';
import { isFunction } from './functions.ts';
import type { Item } from './item.ts';
import type { Branch, Inclusion, Jump, Node, Pipeline, Statement, Templates } from './tree.ts';

export type ParsedTemplate =
  { readonly ok: true; readonly templates: Templates } | { readonly ok: false; readonly error: TemplateError };

/** What ends a list of statements; `next` is what `else` is followed by in the same action. */
interface Closing extends Node {
  readonly kind: 'end' | 'else' | 'else if' | 'else with';
}

/**
 * Reads a template as consul-template 0.41 does with Go 1.26: the same texts are taken, and refused with the same words
 * (before which consul-template puts `parse: `).
 */
export function parseTemplate(text: string, delimiters: Delimiters = {}): ParsedTemplate {
  return parseGoTemplate(text, isFunction, delimiters);
}

/** The same for any program that uses Go's templates with functions of its own. */
export function parseGoTemplate(
  text: string,
  mayCall: (name: string) => boolean,
  delimiters: Delimiters = {},
): ParsedTemplate {
  const shared: Shared = { scan: scanner(text, delimiters), isFunction: mayCall, templates: new Map() };
  const state = startState(shared, '');
  try {
    add(state, readText(state));
    return { ok: true, templates: shared.templates };
  } catch (error) {
    if (error instanceof TemplateError) return { ok: false, error };
    throw error;
  }
}

function readText(state: State): Statement[] {
  const statements: Statement[] = [];
  while (peek(state).kind !== 'eof') {
    if (peek(state).kind === 'left delimiter') {
      const delimiter = next(state);
      const word = nextNonSpace(state);
      if (word.kind === 'define') {
        readDefinition(state);
        continue;
      }
      putBack(state, delimiter, word);
    }
    const statement = readStatement(state);
    if (isClosing(statement)) fail(state, `unexpected ${shown(statement)}`, statement);
    statements.push(statement);
  }
  return statements;
}

const CLOSING: ReadonlySet<string> = new Set<Closing['kind']>(['end', 'else', 'else if', 'else with']);

function isClosing(statement: Statement | Closing): statement is Closing {
  return CLOSING.has(statement.kind);
}

function shown(closing: Closing): string {
  return closing.kind === 'end' ? '{{end}}' : '{{else}}';
}

function readDefinition(outer: State): void {
  const context = 'define clause';
  const state = startState(outer.shared, '', outer.depth);
  const item = expect(state, ['string', 'raw string'], context);
  const named = { ...state, name: unquote(state, item) };
  expect(named, ['right delimiter'], context);
  const { statements, closing } = readList(named);
  if (closing.kind !== 'end') fail(named, `unexpected ${shown(closing)} in ${context}`, closing);
  add(named, statements);
}

/** A name may be defined twice only if one of the two is empty. */
function add(state: State, statements: readonly Statement[]): void {
  const { templates } = state.shared;
  const earlier = templates.get(state.name);
  if (earlier === undefined || isEmpty(earlier)) templates.set(state.name, statements);
  else if (!isEmpty(statements)) fail(state, `template: multiple definition of template ${JSON.stringify(state.name)}`);
}

function isEmpty(statements: readonly Statement[]): boolean {
  return statements.every((statement) => statement.kind === 'text' && statement.text.trim() === '');
}

function readList(state: State): { readonly statements: Statement[]; readonly closing: Closing } {
  const statements: Statement[] = [];
  while (peekNonSpace(state).kind !== 'eof') {
    const statement = readStatement(state);
    if (isClosing(statement)) return { statements, closing: statement };
    statements.push(statement);
  }
  return fail(state, 'unexpected EOF');
}

function readStatement(state: State): Statement | Closing {
  const item = nextNonSpace(state);
  if (item.kind === 'text') return { kind: 'text', start: item.start, end: item.end, text: item.text };
  if (item.kind !== 'left delimiter') unexpected(state, item, 'input');
  state.actionLine = item.line;
  descend(state);
  const statement = readAction(state, item);
  state.depth--;
  state.actionLine = 0;
  return statement;
}

function readAction(state: State, delimiter: Item): Statement | Closing {
  const { start } = delimiter;
  const word = nextNonSpace(state);
  switch (word.kind) {
    case 'block':
      return readBlock(state, start);
    case 'break':
    case 'continue':
      return readJump(state, word, word.kind);
    case 'else':
      return readElse(state);
    case 'end': {
      const { end } = expect(state, ['right delimiter'], 'end');
      return { kind: 'end', start, end };
    }
    case 'if':
    case 'range':
    case 'with':
      return readBranch(state, word.kind, start);
    case 'template':
      return readInclusion(state, start);
    default: {
      putBack(state, word);
      const pipeline = readPipeline(state, 'command');
      return { kind: 'action', start, end: state.newest.end, pipeline };
    }
  }
}

function readJump(state: State, word: Item, kind: Jump['kind']): Jump {
  const item = nextNonSpace(state);
  if (item.kind !== 'right delimiter') unexpected(state, item, `{{${kind}}}`);
  if (state.ranges === 0) fail(state, `{{${kind}}} outside {{range}}`, word);
  return { kind, start: word.start, end: word.end };
}

function readElse(state: State): Closing {
  const word = peekNonSpace(state);
  if (word.kind === 'if' || word.kind === 'with')
    return { kind: `else ${word.kind}`, start: word.start, end: word.end };
  const { start, end } = expect(state, ['right delimiter'], 'else');
  return { kind: 'else', start, end };
}

function readBranch(state: State, kind: Branch['kind'], start: number): Branch {
  const variables = state.variables.length;
  const pipeline = readPipeline(state, kind);
  if (kind === 'range') state.ranges++;
  const { statements: body, closing } = readList(state);
  if (kind === 'range') state.ranges--;
  const otherwise = closing.kind === 'end' ? undefined : readOtherwise(state, kind, closing);
  state.variables.length = variables;
  return { kind, start, end: state.newest.end, pipeline, body, otherwise };
}

function readOtherwise(state: State, kind: Branch['kind'], closing: Closing): Statement[] {
  const word = peek(state);
  if ((kind === 'if' || kind === 'with') && word.kind === kind) {
    next(state);
    return [nested(state, () => readBranch(state, kind, closing.start))];
  }
  const { statements, closing: last } = readList(state);
  if (last.kind !== 'end') fail(state, `expected end; found ${shown(last)}`, last);
  return statements;
}

function readInclusion(state: State, start: number): Inclusion {
  const context = 'template clause';
  const name = readName(state, nextNonSpace(state), context);
  const item = nextNonSpace(state);
  let pipeline: Pipeline | undefined;
  if (item.kind !== 'right delimiter') {
    putBack(state, item);
    pipeline = readPipeline(state, context);
  }
  return { kind: 'template', start, end: state.newest.end, name, pipeline };
}

function readBlock(state: State, start: number): Inclusion {
  const context = 'block clause';
  const name = readName(state, nextNonSpace(state), context);
  const pipeline = readPipeline(state, context);
  const { end } = state.newest;
  const block = startState(state.shared, name, state.depth);
  const { statements, closing } = readList(block);
  if (closing.kind !== 'end') fail(state, `unexpected ${shown(closing)} in ${context}`, closing);
  add(block, statements);
  return { kind: 'template', start, end, name, pipeline };
}
