import type { Edge, Node } from './tree.ts';

/** Whether the expression matches anywhere in the text. */
export function matchesAnywhere(tree: Node, text: string): boolean {
  return compileRegexp(tree)(text);
}

/**
 * An expression made ready for many texts: says whether it matches anywhere in one. It runs in time proportional to the
 * text, like Go's own, whatever the expression: binding rules are written by others. States are made when a text first
 * reaches them, for repetitions of repetitions have a great many.
 */
export function compileRegexp(tree: Node): (text: string) => boolean {
  const end: State = { kind: 'match' };
  const start = enter(tree, () => end);
  return (text) => runs(start, text);
}

function runs(start: State, text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  let current = new Set<State>();
  for (let at = 0; at <= codes.length; at++) {
    if (follow(start, codes, at, current)) return true;
    const next = new Set<State>();
    const code = codes[at];
    if (code === undefined) return false;
    for (const state of current)
      if (state.kind === 'one' && state.has(code) && follow(state.next(), codes, at + 1, next)) return true;
    current = next;
  }
  return false;
}

type State =
  | { readonly kind: 'match' }
  | { readonly kind: 'one'; readonly has: (code: number) => boolean; readonly next: Next }
  | { readonly kind: 'edge'; readonly edge: Edge; readonly next: Next }
  | { readonly kind: 'split'; readonly next: readonly Next[] };

/** What goes on after something; asked for again, it gives the same state. */
type Next = () => State;

function once(make: Next): Next {
  let made: State | undefined;
  return () => (made ??= make());
}

/** The state in which a node begins. */
function enter(node: Node, next: Next): State {
  switch (node.kind) {
    case 'one':
      return { kind: 'one', has: node.has, next };
    case 'edge':
      return { kind: 'edge', edge: node.edge, next };
    case 'capture':
      return enter(node.part, next);
    case 'sequence':
      return sequence(node.parts, 0, next);
    case 'choice':
      return { kind: 'split', next: node.parts.map((part) => once(() => enter(part, next))) };
    case 'repeat':
      return readsNothing(node.part)
        ? repeat(node.part, Math.min(node.least, 1), Math.min(node.least, 1), next)
        : repeat(node.part, mayBeEmpty(node.part) ? 0 : node.least, node.most, next);
  }
}

function sequence(parts: readonly Node[], index: number, next: Next): State {
  const part = parts[index];
  if (part === undefined) return { kind: 'split', next: [next] };
  return enter(part, index === parts.length - 1 ? next : once(() => sequence(parts, index + 1, next)));
}

function repeat(part: Node, least: number, most: number, next: Next): State {
  if (least > 0) {
    const rest = once(() => repeat(part, least - 1, most - 1, next));
    return enter(part, most === 1 ? next : rest);
  }
  if (most === 0) return { kind: 'split', next: [next] };
  if (most < Infinity) {
    const rest = once(() => repeat(part, 0, most - 1, next));
    return { kind: 'split', next: [once(() => enter(part, rest)), next] };
  }
  const again: State = { kind: 'split', next: [once(() => enter(part, () => again)), next] };
  return again;
}

/** Whether it says something about places only, so that to say it once is enough. */
function readsNothing(node: Node): boolean {
  if (node.kind === 'one') return false;
  return (
    node.kind === 'edge' ||
    (node.kind === 'repeat' || node.kind === 'capture' ? readsNothing(node.part) : node.parts.every(readsNothing))
  );
}

/** Whether it matches between any two characters, so that none of it is as good as some. */
function mayBeEmpty(node: Node): boolean {
  if (node.kind === 'one' || node.kind === 'edge') return false;
  if (node.kind === 'capture') return mayBeEmpty(node.part);
  if (node.kind === 'repeat') return node.least === 0 || mayBeEmpty(node.part);
  return node.kind === 'choice' ? node.parts.some(mayBeEmpty) : node.parts.every(mayBeEmpty);
}

/** Adds every state that is reached from one without reading a character; says whether the end is among them. */
function follow(from: State, codes: readonly number[], at: number, into: Set<State>): boolean {
  const open = [from];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (into.has(state)) continue;
    if (state.kind === 'match') return true;
    into.add(state);
    if (state.kind === 'split') for (const next of state.next) open.push(next());
    else if (state.kind === 'edge' && holds(state.edge, codes[at - 1], codes[at])) open.push(state.next());
  }
  return false;
}

const lineFeed = 0x0a;

/** Whether a place between two characters, or at an end, is such an edge. */
export function holds(edge: Edge, before: number | undefined, after: number | undefined): boolean {
  switch (edge) {
    case 'text start':
      return before === undefined;
    case 'text end':
      return after === undefined;
    case 'line start':
      return before === undefined || before === lineFeed;
    case 'line end':
      return after === undefined || after === lineFeed;
    case 'word edge':
      return isWord(before) !== isWord(after);
    case 'no word edge':
      return isWord(before) === isWord(after);
  }
}

/** Go's word characters are ASCII only. */
function isWord(code: number | undefined): boolean {
  return code !== undefined && /\w/.test(String.fromCodePoint(code));
}
