import { goQuote } from '../go-string.ts';
import { parseRegexp } from '../regexp/parse.ts';
import type { Match, Operator, Selector } from './tree.ts';

export interface SelectorFault {
  /** Consul's own text. */
  readonly error: string;
  /** UTF-16 code units of the selector's text, `[start, end)`. */
  readonly start: number;
  readonly end: number;
}

/** As errors name them. */
export const operatorNames: Readonly<Record<Operator, string>> = {
  '==': 'Equal',
  '!=': 'Not Equal',
  in: 'In',
  'not in': 'Not In',
  'is empty': 'Is Empty',
  'is not empty': 'Is Not Empty',
  matches: 'Matches',
  'not matches': 'Not Matches',
};

const containment: readonly Operator[] = ['in', 'not in'];
const emptiness: readonly Operator[] = ['is empty', 'is not empty'];

/** What a login with a JWT can be asked about: `value` (a map of text) and `list` (a map of lists), one name deep. */
const operators: Readonly<
  Record<string, { readonly itself: readonly Operator[]; readonly members: readonly Operator[] }>
> = {
  value: { itself: [...containment, ...emptiness], members: [...containment, '==', '!=', 'matches', 'not matches'] },
  list: { itself: [...containment, ...emptiness], members: [...containment, ...emptiness] },
};

/**
 * The first thing in a selector that does not fit a JWT login's data, in the order in which Consul looks; `undefined`
 * when all fits. Names of claims are not looked at: Consul takes any.
 */
export function checkSelector(tree: Selector): SelectorFault | undefined {
  if (tree.kind === 'not') return checkSelector(tree.operand);
  if (tree.kind === 'match') return checkMatch(tree);
  for (const operand of tree.operands) {
    const fault = checkSelector(operand);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function checkMatch({ field, operator, value, start, end }: Match): SelectorFault | undefined {
  const { path } = field;
  const [root = '', ...names_] = path;
  const known = Object.hasOwn(operators, root) ? operators[root] : undefined;
  const at = { start: field.start, end: field.end };
  if (known === undefined) return { error: `Selector ${goQuote(root)} is not valid`, ...at };
  if (names_.length > 1) return { error: `Selector ${goQuote(path.slice(0, 3).join('.'))} is not valid`, ...at };
  const allowed = names_.length === 0 ? known.itself : known.members;
  if (!allowed.includes(operator))
    return {
      error: `Invalid match operator ${goQuote(operatorNames[operator])} for selector ${goQuote(path.join('.'))}`,
      start,
      end,
    };
  if (value === undefined || (operator !== 'matches' && operator !== 'not matches')) return undefined;
  const pattern = parseRegexp(value.text);
  if (pattern.ok) return undefined;
  return {
    error: `Failed to compile regular expression ${goQuote(value.text)}: ${pattern.error}`,
    start: value.start,
    end: value.end,
  };
}
