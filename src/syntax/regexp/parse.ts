import { among, between, folded, negated, perl, posixClass, unicodeClass } from './classes.ts';
import { Mistake, type Edge, type Flags, type Node } from './tree.ts';

export type ParsedRegexp = { readonly ok: true; readonly tree: Node } | { readonly ok: false; readonly error: string };

/** Go refuses what would expand to more copies. */
const mostCopies = 1000;
/** Go's limit on the height of an expression. */
const deepest = 1000;

interface Group {
  readonly flags: Flags;
  readonly choices: Node[][];
  readonly height: number;
}

interface State {
  readonly text: string;
  at: number;
  flags: Flags;
  readonly groups: Group[];
  /** Where the quantifier that ends here begins; Go refuses a second one behind it. */
  quantifier: number | undefined;
}

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
  const flags: Flags = { fold: false, lines: false, dotAll: false };
  const state: State = { text, at: 0, flags, groups: [{ flags, choices: [[]], height: 0 }], quantifier: undefined };
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

function one(code: number, { fold }: Flags): Node {
  return { kind: 'one', has: folded((other) => other === code, fold) };
}

function edge(edge: Edge): Node {
  return { kind: 'edge', edge };
}

function open(state: State): void {
  const { text, at, flags, groups } = state;
  if (groups.length > deepest) throw new Mistake('expression nests too deeply', text);
  const push = (): void => void groups.push({ flags, choices: [[]], height: groups.length });
  const rest = text.slice(at);
  if (!rest.startsWith('(?')) {
    state.at += 1;
    return push();
  }
  const named =
    rest.length > 3 && rest.startsWith('(?<') ? 3 : rest.length > 4 && rest.startsWith('(?P<') ? 4 : undefined;
  if (named !== undefined) {
    const end = rest.indexOf('>');
    if (end === -1) throw new Mistake('invalid named capture', rest);
    if (!/^\w+$/.test(rest.slice(named, end))) throw new Mistake('invalid named capture', rest.slice(0, end + 1));
    state.at += end + 1;
    return push();
  }
  const found = /^\(\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
  if (found === null) throw new Mistake('invalid or unsupported Perl syntax', unreadable(rest));
  const [whole, on = '', off = '', end] = found;
  state.at += whole.length;
  if (end === ':') push();
  const flag = (letter: string, now: boolean): boolean => (now || on.includes(letter)) && !off.includes(letter);
  state.flags = { fold: flag('i', flags.fold), lines: flag('m', flags.lines), dotAll: flag('s', flags.dotAll) };
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

function closed({ choices }: Group): Node {
  const parts = choices.map((choice): Node => {
    const [only] = choice;
    return choice.length === 1 && only !== undefined ? only : { kind: 'sequence', parts: choice };
  });
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'choice', parts };
}

function quantify(state: State, length: number, least: number, most: number, before: number | undefined): void {
  const { text, at } = state;
  const end = at + length + (text.charAt(at + length) === '?' ? 1 : 0);
  if (before !== undefined) throw new Mistake('invalid nested repetition operator', text.slice(before, end));
  const part = items(state).pop();
  if (part === undefined) throw new Mistake('missing argument to repetition operator', text.slice(at, end));
  const node: Node = { kind: 'repeat', part, least, most };
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

/** `\d`, `\pL` and their like, here; `undefined` when something else stands here. */
function classEscape(state: State): ((code: number) => boolean) | undefined {
  const { text, at, flags } = state;
  if (text.charAt(at) !== '\\') return undefined;
  const letter = text.charAt(at + 1);
  if (letter === 'p' || letter === 'P') {
    const [whole = '', name = whole.slice(2)] = /^\\[pP](?:\{([^}]*)\}|[^{])/su.exec(text.slice(at)) ?? [];
    if (whole === '') throw new Mistake('invalid character class range', text.slice(at));
    state.at += whole.length;
    const positive = unicodeClass(name.replace(/^\^/, ''), whole);
    const has = folded(positive, flags.fold);
    return (letter === 'P') === name.startsWith('^') ? has : negated(has);
  }
  const set = Object.hasOwn(perl, letter.toLowerCase()) ? perl[letter.toLowerCase()] : undefined;
  if (set === undefined) return undefined;
  state.at += 2;
  const has = folded(among(set), flags.fold);
  return letter === letter.toLowerCase() ? has : negated(has);
}

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** The one character that an escape stands for. */
function escaped(state: State): number {
  const rest = state.text.slice(state.at);
  if (rest === '\\') throw new Mistake('trailing backslash at end of expression', '');
  const taken = (length: number, code: number): number => {
    state.at += length;
    return code;
  };
  const octal = /^\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest)?.[0];
  if (octal !== undefined) return taken(octal.length, Number.parseInt(octal.slice(1), 8));
  const [hex, two, many] = /^\\x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\})/.exec(rest) ?? [];
  const code = Number.parseInt(two ?? many ?? '', 16);
  if (hex !== undefined && code <= 0x10_ff_ff) return taken(hex.length, code);
  const control = controls[rest.charAt(1)];
  if (control !== undefined) return taken(2, control);
  const character = rest.codePointAt(1) ?? 0;
  if (character < 0x80 && !/[0-9A-Za-z]/.test(rest.charAt(1))) return taken(2, character);
  throw new Mistake('invalid escape sequence', unreadableEscape(rest));
}

/** Up to and with the character at which Go gives up. */
function unreadableEscape(rest: string): string {
  if (!rest.startsWith('\\x')) return /^\\./su.exec(rest)?.[0] ?? rest;
  if (!rest.startsWith('\\x{')) return /^\\x.{0,2}/su.exec(rest)?.[0] ?? rest;
  const digits = /^[0-9a-fA-F]*/.exec(rest.slice(3))?.[0] ?? '';
  for (let length = 1; length <= digits.length; length++)
    if (Number.parseInt(digits.slice(0, length), 16) > 0x10_ff_ff) return rest.slice(0, 3 + length);
  return rest.slice(0, 3) + digits + String.fromCodePoint(...[rest.codePointAt(3 + digits.length) ?? []].flat());
}

function bracket(state: State): void {
  const { text, flags } = state;
  const whole = text.slice(state.at);
  state.at += 1;
  const not = text.charAt(state.at) === '^';
  if (not) state.at += 1;
  const members: ((code: number) => boolean)[] = [];
  for (let first = true; first || text.charAt(state.at) !== ']'; first = false) {
    const named = /^\[:.*?:\]/s.exec(text.slice(state.at))?.[0];
    if (named !== undefined) {
      const has = folded(posixClass(named.replace('[:^', '[:')), flags.fold);
      if (named.startsWith('[:^')) posixClass(named);
      members.push(named.startsWith('[:^') ? negated(has) : has);
      state.at += named.length;
      continue;
    }
    const has = classEscape(state);
    if (has !== undefined) {
      members.push(has);
      continue;
    }
    const start = state.at;
    const low = member(state, whole);
    let high = low;
    if (text.charAt(state.at) === '-' && state.at + 1 < text.length && text.charAt(state.at + 1) !== ']') {
      state.at += 1;
      high = member(state, whole);
      if (high < low) throw new Mistake('invalid character class range', text.slice(start, state.at));
    }
    members.push(folded(between(low, high), flags.fold));
  }
  state.at += 1;
  const has = (code: number): boolean => members.some((hasOne) => hasOne(code));
  items(state).push({ kind: 'one', has: not ? negated(has) : has });
}

function member(state: State, whole: string): number {
  if (state.at >= state.text.length) throw new Mistake('missing closing ]', whole);
  if (state.text.charAt(state.at) === '\\') return escaped(state);
  const code = state.text.codePointAt(state.at) ?? 0;
  state.at += String.fromCodePoint(code).length;
  return code;
}

function top(state: State): Group {
  return state.groups.at(-1) as Group;
}

function items(state: State): Node[] {
  return top(state).choices.at(-1) as Node[];
}
