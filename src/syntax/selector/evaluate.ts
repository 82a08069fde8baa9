import { matchesAnywhere } from '../regexp/match.ts';
import { parseRegexp } from '../regexp/parse.ts';
import type { Match, Operator, Selector } from './tree.ts';

/** What a login offers to selectors: the mapped claims that the JWT has, and no others. */
export interface Selectable {
  readonly value: Readonly<Record<string, string>>;
  readonly list: Readonly<Record<string, readonly string[]>>;
}

/** What an operator says of a claim that is absent. That `matches` holds then is no mistake here but one of Consul's. */
const whenAbsent: Readonly<Record<Operator, boolean>> = {
  '==': false,
  '!=': true,
  in: false,
  'not in': true,
  'is empty': true,
  'is not empty': false,
  matches: true,
  'not matches': true,
};

/** Whether a selector that passed {@link checkSelector} matches. */
export function evaluateSelector(tree: Selector, data: Selectable): boolean {
  switch (tree.kind) {
    case 'not':
      return !evaluateSelector(tree.operand, data);
    case 'and':
      return tree.operands.every((operand) => evaluateSelector(operand, data));
    case 'or':
      return tree.operands.some((operand) => evaluateSelector(operand, data));
    case 'match':
      return evaluateMatch(tree, data);
  }
}

function evaluateMatch({ field, operator, value }: Match, data: Selectable): boolean {
  const [root, name] = field.path;
  const map = root === 'list' ? data.list : data.value;
  if (name === undefined) return holds(operator, Object.keys(map), value?.text ?? '');
  const found = Object.hasOwn(map, name) ? map[name] : undefined;
  return found === undefined ? whenAbsent[operator] : holds(operator, found, value?.text ?? '');
}

function holds(operator: Operator, actual: string | readonly string[], text: string): boolean {
  switch (operator) {
    case '==':
      return actual === text;
    case '!=':
      return actual !== text;
    case 'in':
      return actual.includes(text);
    case 'not in':
      return !actual.includes(text);
    case 'is empty':
      return actual.length === 0;
    case 'is not empty':
      return actual.length > 0;
    case 'matches':
      return matches(text, actual);
    case 'not matches':
      return !matches(text, actual);
  }
}

function matches(pattern: string, actual: string | readonly string[]): boolean {
  const parsed = parseRegexp(pattern);
  return parsed.ok && typeof actual === 'string' && matchesAnywhere(parsed.tree, actual);
}
