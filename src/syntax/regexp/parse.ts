import { bracket, classEscape, escaped, one } from './characters.ts';
import { items, top, type Group, type State } from './state.ts';
import { Mistake, type Edge, type Flags, type Node } from './tree.ts';

export type ParsedRegexp = { readonly ok: true; readonly tree: Node } | { readonly ok: false; readonly error: string };

/** Go refuses what would expand to more copies. */
const mostCopies = 1000;
/** Go's limit on the height of an expression. */
const deepest = 1000;

/** Reads a regular expression as Go 1.26 does (RE2 syntax), with Go's own error text. */
export function parseRegexp(text: string): ParsedRegexp {
  try {
    return { ok: true, tree: parse(text) };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { ok: false, error: `error parsing regexp: ${error.message}: \`${error.shown}\`` };
  }
}

function parse(text: string): Node {
  const flags: Flags = { fold: false, lines: false, dotAll: false, lazy: false };
  const whole: Group = { flags, choices: [[]], capture: undefined };
  const state: State = { text, at: 0, flags, groups: [whole], captures: 0, quantifier: undefined };
  while (state.at < text.length) {
    const before = state.quantifier;
    state.quantifier = undefined;
    step(state, before);
  }
  if (state.groups.length > 1) throw new Mistake('missing closing )', text);
  return closed(top(state));
}

function step(state: State, before: number | undefined): void {
  const { text, at, flags } = state;
  const next = text.charAt(at);
  const take = (length: number, node: Node): void => {
    state.at += length;
    items(state).push(node);
  };
  if (next === '(') open(state);
  else if (next === '|') {
    state.at += 1;
    top(state).choices.push([]);
  } else if (next === ')') close(state);
  else if (next === '^') take(1, edge(flags.lines ? 'line start' : 'text start'));
  else if (next === '$') take(1, edge(flags.lines ? 'line end' : 'text end'));
  else if (next === '.') take(1, { kind: 'one', has: flags.dotAll ? () => true : (code) => code !== 0x0a });
  else if (next === '[') bracket(state);
  else if ('*+?'.includes(next)) quantify(state, 1, next === '+' ? 1 : 0, next === '?' ? 1 : Infinity, before);
  else if (next === '{') counted(state, before);
  else if (next === '\\') backslash(state);
  else literal(state);
}

function literal(state: State): void {
  const code = state.text.codePointAt(state.at) ?? 0;
  state.at += String.fromCodePoint(code).length;
  items(state).push(one(code, state.flags));
}

function edge(edge: Edge): Node {
  return { kind: 'edge', edge };
}

function open(state: State): void {
  const { text, at, flags, groups } = state;
  if (groups.length > deepest) throw new Mistake('expression nests too deeply', text);
  const push = (capture?: Group['capture']): void => void groups.push({ flags, choices: [[]], capture });
  const captured = (name?: string): void => {
    push({ index: ++state.captures, name });
  };
  const rest = text.slice(at);
  if (!rest.startsWith('(?')) {
    state.at += 1;
    captured();
    return;
  }
  const named =
    rest.length > 3 && rest.startsWith('(?<') ? 3 : rest.length > 4 && rest.startsWith('(?P<') ? 4 : undefined;
  if (named !== undefined) {
    const end = rest.indexOf('>');
    if (end === -1) throw new Mistake('invalid named capture', rest);
    if (!/^\w+$/.test(rest.slice(named, end))) throw new Mistake('invalid named capture', rest.slice(0, end + 1));
    state.at += end + 1;
    captured(rest.slice(named, end));
    return;
  }
  const found = /^\(\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
  if (found === null) throw new Mistake('invalid or unsupported Perl syntax', unreadable(rest));
  const [whole, on = '', off = '', end] = found;
  state.at += whole.length;
  if (end === ':') push();
  const flag = (letter: string, now: boolean): boolean => (now || on.includes(letter)) && !off.includes(letter);
  state.flags = {
    fold: flag('i', flags.fold),
    lines: flag('m', flags.lines),
    dotAll: flag('s', flags.dotAll),
    lazy: flag('U', flags.lazy),
  };
}

/** Up to and with the first character that cannot be a flag there. */
function unreadable(rest: string): string {
  return /^\(\?[imsU]*(?:-[imsU]*)?(?:.|$)/su.exec(rest)?.[0] ?? rest;
}

function close(state: State): void {
  const group = state.groups.length > 1 ? state.groups.pop() : undefined;
  if (group === undefined) throw new Mistake('unexpected )', state.text);
  state.at += 1;
  state.flags = group.flags;
  items(state).push(closed(group));
}

function closed(group: Group): Node {
  const part = content(group);
  return group.capture === undefined ? part : { kind: 'capture', part, ...group.capture };
}

function content({ choices }: Group): Node {
  const parts = choices.map((choice): Node => {
    const kept = withoutRepeatedEdges(choice);
    const [only] = kept;
    return kept.length === 1 && only !== undefined ? only : { kind: 'sequence', parts: kept };
  });
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'choice', parts };
}

/** Between two characters it is enough to look once for each sort of edge; thousands of them would take their time. */
function withoutRepeatedEdges(parts: readonly Node[]): readonly Node[] {
  const seen = new Set<Edge>();
  return parts.filter((part) => {
    if (part.kind !== 'edge') seen.clear();
    else if (seen.has(part.edge)) return false;
    else seen.add(part.edge);
    return true;
  });
}

function quantify(state: State, length: number, least: number, most: number, before: number | undefined): void {
  const { text, at } = state;
  const turned = text.charAt(at + length) === '?';
  const end = at + length + (turned ? 1 : 0);
  if (before !== undefined) throw new Mistake('invalid nested repetition operator', text.slice(before, end));
  const part = items(state).pop();
  if (part === undefined) throw new Mistake('missing argument to repetition operator', text.slice(at, end));
  const node: Node = { kind: 'repeat', part, least, most, lazy: turned !== state.flags.lazy };
  if (text.charAt(at) === '{' && (least > 1 || (most > 1 && most < Infinity)) && !fits(node, mostCopies))
    throw new Mistake('invalid repeat count', text.slice(at, end));
  items(state).push(node);
  state.at = end;
  state.quantifier = at;
}

function counted(state: State, before: number | undefined): void {
  const { text, at } = state;
  const found = /^\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}/.exec(text.slice(at));
  if (found === null) return literal(state);
  const [whole, low = '', comma, high] = found;
  const least = Number(low);
  const most = comma === undefined ? least : high === undefined ? Infinity : Number(high);
  if (least > mostCopies || (most > mostCopies && most < Infinity) || least > most)
    throw new Mistake('invalid repeat count', whole);
  quantify(state, whole.length, least, most, before);
}

/** Whether counts inside counts stay within the number of copies that Go allows. `*`, `+` and `?` do not count. */
function fits(node: Node, copies: number): boolean {
  if (node.kind === 'sequence' || node.kind === 'choice') return node.parts.every((part) => fits(part, copies));
  if (node.kind === 'capture') return fits(node.part, copies);
  if (node.kind !== 'repeat') return true;
  const { part, least, most } = node;
  const simple = most === Infinity ? least <= 1 : least === 0 && most === 1;
  if (simple) return fits(part, copies);
  const count = most === Infinity ? least : most;
  if (count === 0) return true;
  return count <= copies && fits(part, Math.floor(copies / count));
}

function backslash(state: State): void {
  const { text, at, flags } = state;
  const letter = text.charAt(at + 1);
  const edges: Readonly<Record<string, Edge>> = { A: 'text start', z: 'text end', b: 'word edge', B: 'no word edge' };
  const found = edges[letter];
  if (found !== undefined) {
    state.at += 2;
    items(state).push(edge(found));
  } else if (letter === 'C') throw new Mistake('invalid escape sequence', '\\C');
  else if (letter === 'Q') {
    const end = text.indexOf('\\E', at + 2);
    state.at += 2;
    const stop = end === -1 ? text.length : end;
    while (state.at < stop) literal(state);
    state.at = end === -1 ? stop : stop + 2;
  } else {
    const has = classEscape(state);
    if (has !== undefined) items(state).push({ kind: 'one', has });
    else items(state).push(one(escaped(state), flags));
  }
}
