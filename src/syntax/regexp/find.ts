import { holds } from './match.ts';
import type { Edge, Node } from './tree.ts';

/** Where a match and its captures begin and end, in characters: `[start, end]` of the whole, then of each group. */
export type Found = readonly (readonly [number, number] | undefined)[];

/** What a search may still spend; a step is one state at one character. */
export interface Budget {
  steps: number;
}

/** Thrown when a search has spent its budget. */
export class TooMuchWork extends Error {}

export type Finder = (codes: readonly number[], from: number, budget: Budget) => Found | undefined;

/**
 * An expression made ready to find matches as Go's `regexp` does: the leftmost, and of several there the one that a
 * backtracking matcher would try first. All of them are followed side by side, so no expression makes it hang.
 */
export function compileFinder(tree: Node): Finder {
  const end: State = { kind: 'match' };
  const first = enter({ kind: 'capture', index: 0, name: undefined, part: tree }, () => end);
  return (codes, from, budget) => find(first, codes, from, budget);
}

type State =
  | { readonly kind: 'match' }
  | { readonly kind: 'one'; readonly has: (code: number) => boolean; readonly next: Next }
  | { readonly kind: 'edge'; readonly edge: Edge; readonly next: Next }
  | { readonly kind: 'mark'; readonly slot: number; readonly next: Next }
  /** The better way first. */
  | { readonly kind: 'split'; readonly next: readonly Next[] };

type Next = () => State;

/** Slots that were marked, the latest first. */
interface Marks {
  readonly slot: number;
  readonly at: number;
  readonly earlier: Marks | undefined;
}

function once(make: Next): Next {
  let made: State | undefined;
  return () => (made ??= make());
}

function enter(node: Node, next: Next): State {
  switch (node.kind) {
    case 'one':
      return { kind: 'one', has: node.has, next };
    case 'edge':
      return { kind: 'edge', edge: node.edge, next };
    case 'capture': {
      const { part, index } = node;
      const close = once(() => ({ kind: 'mark', slot: 2 * index + 1, next }));
      return { kind: 'mark', slot: 2 * index, next: once(() => enter(part, close)) };
    }
    case 'sequence':
      return sequence(node.parts, 0, next);
    case 'choice':
      return { kind: 'split', next: node.parts.map((part) => once(() => enter(part, next))) };
    case 'repeat':
      return repeat(node.part, node.least, node.most, node.lazy, next);
  }
}

function sequence(parts: readonly Node[], index: number, next: Next): State {
  const part = parts[index];
  if (part === undefined) return { kind: 'split', next: [next] };
  return enter(part, index === parts.length - 1 ? next : once(() => sequence(parts, index + 1, next)));
}

function repeat(part: Node, least: number, most: number, lazy: boolean, next: Next): State {
  const either = (more: Next): State => ({ kind: 'split', next: lazy ? [next, more] : [more, next] });
  if (most === 0) return { kind: 'split', next: [next] };
  if (most < Infinity) {
    const rest = most === 1 ? next : once(() => repeat(part, Math.max(least - 1, 0), most - 1, lazy, next));
    return least > 0 ? enter(part, rest) : either(once(() => enter(part, rest)));
  }
  if (least > 1) {
    const rest = once(() => repeat(part, least - 1, most, lazy, next));
    return enter(part, rest);
  }
  const more = once(() => enter(part, again));
  const again = once(() => either(more));
  // As Go has it: what may be empty is tried once before the choice to go on, or its better ways would be lost.
  if (least === 1) return more();
  return nullable(part) ? either(more) : again();
}

function nullable(node: Node): boolean {
  switch (node.kind) {
    case 'one':
      return false;
    case 'edge':
      return true;
    case 'capture':
      return nullable(node.part);
    case 'repeat':
      return node.least === 0 || nullable(node.part);
    case 'choice':
      return node.parts.some(nullable);
    case 'sequence':
      return node.parts.every(nullable);
  }
}

/** Threads by their states, the better ones first. */
type Threads = Map<State, Marks | undefined>;

function find(first: State, codes: readonly number[], from: number, budget: Budget): Found | undefined {
  let threads: Threads = new Map();
  let best: { readonly marks: Marks | undefined } | undefined;
  for (let at = from; at <= codes.length; at++) {
    if (best === undefined) follow(first, undefined, codes, at, threads, budget);
    else if (threads.size === 0) break;
    const following: Threads = new Map();
    const code = codes[at];
    for (const [state, marks] of threads) {
      if (state.kind === 'match') {
        best = { marks };
        break;
      }
      if (state.kind === 'one' && code !== undefined && state.has(code))
        follow(state.next(), marks, codes, at + 1, following, budget);
    }
    threads = following;
  }
  return best === undefined ? undefined : slots(best.marks);
}

/** Adds what is reached from a state without reading a character, unless a better thread is there already. */
function follow(
  from: State,
  marked: Marks | undefined,
  codes: readonly number[],
  at: number,
  into: Threads,
  budget: Budget,
): void {
  const open: [State, Marks | undefined][] = [[from, marked]];
  for (let top = open.pop(); top !== undefined; top = open.pop()) {
    const [state, marks] = top;
    if (into.has(state)) continue;
    if (--budget.steps < 0) throw new TooMuchWork();
    into.set(state, marks);
    if (state.kind === 'split') for (const next of state.next.toReversed()) open.push([next(), marks]);
    else if (state.kind === 'mark') open.push([state.next(), { slot: state.slot, at, earlier: marks }]);
    else if (state.kind === 'edge' && holds(state.edge, codes[at - 1], codes[at])) open.push([state.next(), marks]);
  }
}

function slots(marks: Marks | undefined): Found {
  const places: number[] = [];
  for (let mark = marks; mark !== undefined; mark = mark.earlier) places[mark.slot] ??= mark.at;
  return Array.from({ length: Math.ceil(places.length / 2) }, (_, group) => {
    const [start, end] = [places[2 * group], places[2 * group + 1]];
    return start === undefined || end === undefined ? undefined : ([start, end] as const);
  });
}
