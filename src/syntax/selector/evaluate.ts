import { compileRegexp } from '../regexp/match.ts';
import { parseRegexp } from '../regexp/parse.ts';
import type { Match, Operator, Selector } from './tree.ts';

/** What a login offers to selectors: the mapped claims that the JWT has, and no others. */
export interface Selectable {
  readonly value: Readonly<Record<string, string>>;
  readonly list: Readonly<Record<string, readonly string[]>>;
}

/** What an operator says of a claim that is absent. That `matches` holds then is no mistake here but one of Consul's. */
export const whenAbsent: Readonly<Record<Operator, boolean>> = {
  '==': false,
  '!=': true,
  in: false,
  'not in': true,
  'is empty': true,
  'is not empty': false,
  matches: true,
  'not matches': true,
};

export type Matcher = (data: Selectable) => boolean;

/** Whether a selector that passed {@link checkSelector} matches. */
export function evaluateSelector(tree: Selector, data: Selectable): boolean {
  return compileSelector(tree)(data);
}

/** A selector that passed {@link checkSelector}, made ready for many logins. */
export function compileSelector(tree: Selector): Matcher {
  switch (tree.kind) {
    case 'not': {
      const operand = compileSelector(tree.operand);
      return (data) => !operand(data);
    }
    case 'and': {
      const operands = tree.operands.map(compileSelector);
      return (data) => operands.every((operand) => operand(data));
    }
    case 'or': {
      const operands = tree.operands.map(compileSelector);
      return (data) => operands.some((operand) => operand(data));
    }
    case 'match':
      return compileMatch(tree);
  }
}

function compileMatch({ field, operator, value }: Match): Matcher {
  const [root, name] = field.path;
  const holds = test(operator, value?.text ?? '');
  const sort = root === 'list' ? 'list' : 'value';
  if (name === undefined) return (data) => holds(Object.keys(data[sort]));
  return (data) => {
    const map = data[sort];
    const found = Object.hasOwn(map, name) ? map[name] : undefined;
    return found === undefined ? whenAbsent[operator] : holds(found);
  };
}

function test(operator: Operator, text: string): (actual: string | readonly string[]) => boolean {
  switch (operator) {
    case '==':
      return (actual) => actual === text;
    case '!=':
      return (actual) => actual !== text;
    case 'in':
      return (actual) => actual.includes(text);
    case 'not in':
      return (actual) => !actual.includes(text);
    case 'is empty':
      return (actual) => actual.length === 0;
    case 'is not empty':
      return (actual) => actual.length > 0;
    case 'matches':
      return pattern(text);
    case 'not matches': {
      const matches = pattern(text);
      return (actual) => !matches(actual);
    }
  }
}

function pattern(text: string): (actual: string | readonly string[]) => boolean {
  const parsed = parseRegexp(text);
  if (!parsed.ok) return () => false;
  const matches = compileRegexp(parsed.tree);
  return (actual) => typeof actual === 'string' && matches(actual);
}
