import type { Operator } from '../tree.ts';
import { choice, literal, made, notAhead, refusal, rule, sequence, wanted, type Step } from './peg.ts';
import { terms } from './terms.ts';
import type { Binding, Collection, Filter, Match } from './tree.ts';

/**
 * What a whole filter consists of in go-bexpr 0.1.15. The order of the alternatives, and how often each is tried anew,
 * is the library's: errors and its limit depend on it.
 */
export function filterGrammar(): Step<Filter> {
  const { blanks, gap, end, identifier, selector, value } = terms();

  const operator = (shown: string, read: Operator, ...words: readonly string[]): Step<Operator> =>
    rule(shown, () => made(sequence(...words.flatMap((word) => [blanks, literal(word)]), blanks), () => read));
  const symbol = (shown: string, read: Operator): Step<Operator> =>
    rule(shown, () => made(sequence(gap, literal(read), gap), () => read));
  const last = (shown: string, read: Operator, ...words: readonly string[]): Step<Operator> =>
    rule(shown, () => made(sequence(...words.flatMap((word) => [blanks, literal(word)])), () => read));
  const between = choice(
    symbol('MatchEqual', '=='),
    symbol('MatchNotEqual', '!='),
    operator('MatchContains', 'in', 'contains'),
    operator('MatchNotContains', 'not in', 'not', 'contains'),
    operator('MatchMatches', 'matches', 'matches'),
    operator('MatchNotMatches', 'not matches', 'not', 'matches'),
  );
  const behind = choice(
    last('MatchIsEmpty', 'is empty', 'is', 'empty'),
    last('MatchIsNotEmpty', 'is not empty', 'is', 'not', 'empty'),
  );
  const within = choice(operator('MatchIn', 'in', 'in'), operator('MatchNotIn', 'not in', 'not', 'in'));

  const matchForms: readonly Step<Match>[] = [
    rule('"match"', () =>
      made(sequence(wanted(selector), wanted(between), wanted(value)), ([on, by, what]) => matchOf(by, on, what)),
    ),
    rule('"match"', () => made(sequence(wanted(selector), wanted(behind)), ([on, by]) => matchOf(by, on, undefined))),
    rule('"match"', () =>
      choice<Match>(
        made(sequence(wanted(value), wanted(within), wanted(selector)), ([what, by, on]) => matchOf(by, on, what)),
        sequence(value, wanted(within), notAhead(selector), refusal('Invalid selector')) as Step<never>,
      ),
    ),
  ];
  const match = rule('"match"', () => choice(...matchForms));

  const or: Step<Filter> = rule('OrExpression', () => orBody);
  const and: Step<Filter> = rule('AndExpression', () => andBody);
  const not: Step<Filter> = rule('NotExpression', () => notBody);
  const close = literal(')');
  const group = rule('"grouping"', () => groupBody);
  const groupBody = choice<Filter>(
    made(sequence(literal('('), gap, wanted(or), gap, close), ([, , inner]) => inner),
    made(wanted(match), (inner) => inner),
    sequence(literal('('), gap, or, gap, notAhead(close), refusal('Unmatched parentheses')) as Step<never>,
  );
  const notBody = choice<Filter>(
    made(sequence(literal('not'), blanks, wanted(not)), ([, , operand]) => negated(operand)),
    made(wanted(group), (inner) => inner),
  );
  const andBody = choice<Filter>(
    made(sequence(wanted(not), blanks, literal('and'), blanks, wanted(and)), ([left, , , , right]) => ({
      kind: 'and',
      left,
      right,
    })),
    made(wanted(not), (inner) => inner),
  );
  const collection = rule('CollectionExpression', () => collectionBody);
  const orBody = choice<Filter>(
    made(sequence(wanted(and), blanks, literal('or'), blanks, wanted(or)), ([left, , , , right]) => ({
      kind: 'or',
      left,
      right,
    })),
    made(wanted(and), (inner) => inner),
    made(wanted(collection), (inner) => inner),
  );

  const comma = literal(',');
  const nobody = literal('_');
  const binding = rule('"collection-identifiers"', () =>
    choice<Binding>(
      made(sequence(wanted(identifier), gap, comma, gap, wanted(identifier)), ([index, , , , item]) => ({
        index,
        value: item,
      })),
      made(sequence(wanted(identifier), gap, comma, gap, nobody), ([index]) => ({ index })),
      made(sequence(nobody, gap, comma, gap, wanted(identifier)), ([, , , , item]) => ({ value: item })),
      made(wanted(identifier), (alone) => ({ alone })),
    ),
  );
  const quantifier = choice<'any' | 'all'>(
    rule('CollectionOpAny', () => made(sequence(literal('any'), blanks), () => 'any' as const)),
    rule('CollectionOpAll', () => made(sequence(literal('all'), blanks), () => 'all' as const)),
  );
  const collectionBody: Step<Collection> = made(
    sequence(
      ...([wanted(quantifier), wanted(selector), blanks, literal('as'), blanks, wanted(binding)] as const),
      ...([gap, literal('{'), gap, wanted(or), gap, literal('}')] as const),
    ),
    ([kind, on, , , , names, , , , inner]) => ({ kind, selector: on, binding: names, inner }),
  );

  return choice<Filter>(
    made(sequence(gap, literal('('), gap, wanted(or), gap, close, gap, end), ([, , , inner]) => inner),
    made(sequence(gap, wanted(or), gap, end), ([, inner]) => inner),
  );
}

function matchOf(operator: Operator, selector: Match['selector'], value: string | undefined): Match {
  return { kind: 'match', operator, selector, value };
}

function negated(operand: Filter): Filter {
  return operand.kind === 'not' ? operand.operand : { kind: 'not', operand };
}
