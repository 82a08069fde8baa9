import { wellFormed } from '../go-string.ts';
import { scan, type Scan } from './scan.ts';
import { blanks, end, field, gap, literal } from './terms.ts';
import type { Match, Operator, Selector } from './tree.ts';

export type ParsedSelector =
  | { readonly ok: true; readonly tree: Selector }
  | {
      readonly ok: false;
      /** Consul's own text. */
      readonly error: string;
      /** UTF-16 code units from the start of the selector. */
      readonly offset: number;
    };

/** Consul takes a time that grows fourfold with every level; long before this one it never answers. */
const deepest = 200;

/**
 * Reads a selector in the language of go-bexpr 0.1.2, which Consul 1.22 uses. Its later versions know more, so they
 * accept texts that Consul refuses. An empty text is an error here; an empty `Selector` of a rule never comes here.
 */
export function parseSelector(text: string): ParsedSelector {
  const s = scan(wellFormed(text));
  const state: State = { s, known: new Map(), depth: 0, tooDeep: false };
  const tree =
    s.attempt(() => {
      if (!gap(s) || !s.literal('(') || !gap(s)) return undefined;
      const inner = or(state);
      return inner !== undefined && gap(s) && s.literal(')') && gap(s) && end(s) ? inner : undefined;
    }) ??
    s.attempt(() => {
      gap(s);
      const whole = or(state);
      return whole !== undefined && gap(s) && end(s) ? whole : undefined;
    });
  if (state.tooDeep) return { ok: false, error: `parentheses nest more than ${String(deepest)} deep`, offset: s.at };
  return tree === undefined || s.faulty ? { ok: false, ...s.report() } : { ok: true, tree };
}

interface State {
  readonly s: Scan;
  /** Results by rule and place: without them, backtracking would take exponential time. */
  readonly known: Map<string, { readonly tree: Selector | undefined; readonly end: number }>;
  depth: number;
  tooDeep: boolean;
}

function remembered(state: State, rule: string, read: () => Selector | undefined): Selector | undefined {
  const { s, known } = state;
  const key = `${rule}${String(s.at)}`;
  const earlier = known.get(key);
  if (earlier !== undefined) {
    s.at = earlier.end;
    return earlier.tree;
  }
  const tree = s.attempt(read);
  known.set(key, { tree, end: s.at });
  return tree;
}

function or(state: State): Selector | undefined {
  return remembered(state, 'or', () => chain(state, 'or', () => chain(state, 'and', () => not(state))));
}

function chain({ s }: State, word: 'and' | 'or', operand: () => Selector | undefined): Selector | undefined {
  const start = s.at;
  const first = operand();
  if (first === undefined) return undefined;
  const operands = [first];
  for (;;) {
    const next = s.attempt(() => (blanks(s) && s.literal(word) && blanks(s) ? operand() : undefined));
    if (next === undefined) return operands.length === 1 ? first : { kind: word, operands, start, end: s.at };
    operands.push(next);
  }
}

/** `not` may also be a field's name, so each one read as the operator can turn out to be that instead. */
function not(state: State): Selector | undefined {
  const { s } = state;
  const starts = [s.at];
  while (s.attempt(() => s.literal('not') && blanks(s))) starts.push(s.at);
  while (starts.length > 0) {
    s.at = starts.pop() ?? 0;
    let operand = primary(state);
    if (operand === undefined) continue;
    for (const start of starts.toReversed())
      operand = operand.kind === 'not' ? operand.operand : { kind: 'not', operand, start, end: s.at };
    return operand;
  }
  return undefined;
}

function primary(state: State): Selector | undefined {
  return remembered(state, 'primary', () => {
    if (state.depth >= deepest) {
      state.tooDeep = true;
      return undefined;
    }
    state.depth += 1;
    const { s } = state;
    const tree = s.attempt(() => group(state)) ?? match(s);
    if (tree === undefined)
      s.attempt(() => {
        if (s.literal('(') && gap(s) && or(state) !== undefined && gap(s) && s.looksUnlike(() => s.literal(')')))
          s.fault('grouping', 'Unmatched parentheses');
        return false;
      });
    state.depth -= 1;
    return tree;
  });
}

function group(state: State): Selector | undefined {
  const { s } = state;
  if (!s.literal('(') || !gap(s)) return undefined;
  const inner = or(state);
  return inner !== undefined && gap(s) && s.literal(')') ? inner : undefined;
}

/** Blanks stand between the words and around them; around `==` and `!=` they may be left out. */
const afterField: readonly (readonly [readonly string[], Operator])[] = [
  [['=='], '=='],
  [['!='], '!='],
  [['contains'], 'in'],
  [['not', 'contains'], 'not in'],
  [['matches'], 'matches'],
  [['not', 'matches'], 'not matches'],
];
const emptiness: typeof afterField = [
  [['is', 'empty'], 'is empty'],
  [['is', 'not', 'empty'], 'is not empty'],
];
const afterValue: typeof afterField = [
  [['in'], 'in'],
  [['not', 'in'], 'not in'],
];

function match(s: Scan): Match | undefined {
  const start = s.at;
  return (
    s.attempt((): Match | undefined => {
      const on = field(s);
      const operator = on && operatorOf(s, afterField, 'blanks behind');
      const value = operator && literal(s);
      return on && operator && value && { kind: 'match', operator, field: on, value, start, end: s.at };
    }) ??
    s.attempt((): Match | undefined => {
      const on = field(s);
      const operator = on && operatorOf(s, emptiness, 'end');
      return on && operator && { kind: 'match', operator, field: on, value: undefined, start, end: s.at };
    }) ??
    s.attempt((): Match | undefined => {
      const value = literal(s);
      const operator = value && operatorOf(s, afterValue, 'blanks behind');
      const on = operator && field(s);
      return on && operator && { kind: 'match', operator, field: on, value, start, end: s.at };
    }) ??
    s.attempt((): undefined => {
      if (literal(s) && operatorOf(s, afterValue, 'blanks behind') && s.looksUnlike(() => field(s) !== undefined))
        s.fault('match', 'Invalid selector');
    })
  );
}

function operatorOf(s: Scan, operators: typeof afterField, behind: 'blanks behind' | 'end'): Operator | undefined {
  for (const [words, operator] of operators) {
    const symbol = operator === '==' || operator === '!=';
    const space = (): boolean => (symbol ? gap(s) : blanks(s));
    if (s.attempt(() => words.every((word) => space() && s.literal(word)) && (behind === 'end' || space())))
      return operator;
  }
  return undefined;
}
