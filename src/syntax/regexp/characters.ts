import { among, between, folded, negated, perl, posixClass, unicodeClass } from './classes.ts';
import { items, type State } from './state.ts';
import { Mistake, type Flags, type Node } from './tree.ts';

/** One character, in either case under `(?i)`. */
export function one(code: number, { fold }: Flags): Node {
  return { kind: 'one', has: folded((other) => other === code, fold) };
}

/** `\d`, `\pL` and their like, here; `undefined` when something else stands here. */
export function classEscape(state: State): ((code: number) => boolean) | undefined {
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
export function escaped(state: State): number {
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

/** Reads a class in brackets. */
export function bracket(state: State): void {
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
