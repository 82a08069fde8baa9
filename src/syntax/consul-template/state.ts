import { describeItem, type Item, type ItemKind } from './item.ts';
import type { Statement } from './tree.ts';

/** Why a text is no template; the message is Go's. */
export class TemplateError extends Error {
  readonly start: number;
  readonly end: number;
  /** From 1, as Go counts: sometimes the line of what was read last, not of `start`. */
  readonly line: number;

  constructor(message: string, item: Pick<Item, 'start' | 'end' | 'line'>) {
    super(message);
    this.name = 'TemplateError';
    this.start = item.start;
    this.end = item.end;
    this.line = item.line;
  }
}

/** What all the templates of one text have in common. */
export interface Shared {
  readonly scan: () => Item;
  readonly isFunction: (name: string) => boolean;
  readonly templates: Map<string, readonly Statement[]>;
}

/** The state of reading one template: the text's own, or one that it defines. */
export interface State {
  readonly shared: Shared;
  readonly name: string;
  /** Items read ahead or put back; the last one comes next. Go names the line of the newest in its errors. */
  readonly waiting: Item[];
  newest: Item;
  variables: string[];
  /** Line of the action under way, 0 outside. */
  actionLine: number;
  ranges: number;
  depth: number;
}

/** Beyond this many levels of nesting we say that we do not read on; Go reads 10,000. */
const DEEPEST = 400;

export function startState(shared: Shared, name: string, depth = 0): State {
  const newest: Item = { kind: 'eof', start: 0, end: 0, text: '', line: 0 };
  return { shared, name, waiting: [], newest, variables: ['$'], actionLine: 0, ranges: 0, depth };
}

export function next(state: State): Item {
  const waiting = state.waiting.pop();
  if (waiting !== undefined) return waiting;
  state.newest = state.shared.scan();
  return state.newest;
}

export function putBack(state: State, ...items: readonly Item[]): void {
  for (let index = items.length - 1; index >= 0; index--) state.waiting.push(items[index] as Item);
}

export function peek(state: State): Item {
  const waiting = state.waiting[state.waiting.length - 1];
  if (waiting !== undefined) return waiting;
  const item = next(state);
  state.waiting.push(item);
  return item;
}

export function nextNonSpace(state: State): Item {
  for (;;) {
    const item = next(state);
    if (item.kind !== 'space') return item;
  }
}

export function peekNonSpace(state: State): Item {
  const waiting = state.waiting[state.waiting.length - 1];
  if (waiting !== undefined && waiting.kind !== 'space') return waiting;
  const item = nextNonSpace(state);
  state.waiting.push(item);
  return item;
}

/** Refuses the text, at an item; the line is that of the newest item, as Go's is. */
export function fail(state: State, message: string, at: Pick<Item, 'start' | 'end'> = state.newest): never {
  const { line } = state.newest;
  throw new TemplateError(`template: :${String(line)}: ${message}`, { start: at.start, end: at.end, line });
}

export function unexpected(state: State, item: Item, context: string): never {
  if (item.kind !== 'error') fail(state, `unexpected ${describeItem(item)} in ${context}`, item);
  let started = '';
  if (state.actionLine !== 0 && state.actionLine !== item.line) {
    started = `${item.text.endsWith(' action') ? '' : ' in action'} started at :${String(state.actionLine)}`;
  }
  fail(state, item.text + started, item);
}

export function expect(state: State, kinds: readonly ItemKind[], context: string): Item {
  const item = nextNonSpace(state);
  return kinds.includes(item.kind) ? item : unexpected(state, item, context);
}

/** Reads something one level down. */
export function nested<T>(state: State, read: () => T): T {
  descend(state);
  const result = read();
  state.depth--;
  return result;
}

/** One level down, where that is not too deep. */
export function descend(state: State): void {
  if (state.depth >= DEEPEST) fail(state, 'nested too deep to be read');
  state.depth++;
}
