import { goUnquote } from '../../go-string.ts';
import type { CharacterClass } from '../scan.ts';
import {
  ahead,
  anything,
  choice,
  literal,
  made,
  many,
  notAhead,
  oneOf,
  optional,
  refusal,
  rule,
  sequence,
  wanted,
} from './peg.ts';
import type { Step } from './peg.ts';
import type { FilterSelector } from './tree.ts';

const classOf = (shown: string, pattern: RegExp): CharacterClass => ({ shown, has: (c) => pattern.test(c) });

const blank = classOf('[ \\t\\r\\n]', /^[ \t\r\n]$/);
const letter = classOf('[a-zA-Z]', /^[a-zA-Z]$/);
const wordCharacter = classOf('[a-zA-Z0-9_/]', /^[a-zA-Z0-9_/]$/);
const pointerCharacter = classOf('[\\pL\\pN-_.~:|]', /^[\p{L}\p{N}\-_.~:|]$/u);
const digit = classOf('[0-9]', /^[0-9]$/);
const leadingDigit = classOf('[1-9]', /^[1-9]$/);

/** What conditions are made of. `blanks` are some, `gap` is some or none. */
export interface Terms {
  readonly blanks: Step<unknown>;
  readonly gap: Step<true>;
  readonly end: Step<true>;
  readonly identifier: Step<string>;
  readonly selector: Step<FilterSelector>;
  /** A bare word, also one with dots, or a quoted JSON pointer; a number as it is written; or a quoted string. */
  readonly value: Step<string>;
}

export function terms(): Terms {
  const blanks = rule('"whitespace"', () => many(oneOf(blank), 1));
  const gap = optional(blanks);
  const end = rule('EOF', () => notAhead(anything));
  const identifier = rule('Identifier', () =>
    made(sequence(oneOf(letter), many(oneOf(wordCharacter))), (_, text) => text),
  );
  const segment = rule('JsonPointerSegment', () =>
    made(sequence(literal('/'), wanted(many(oneOf(pointerCharacter), 1))), (_, text) => text.slice(1)),
  );
  const string = stringLiteral(end);
  const index = rule('"index"', () =>
    choice<string>(
      made(sequence(literal('['), gap, wanted(string), gap, literal(']')), ([, , key]) => key),
      sequence(literal('['), gap, notAhead(string), refusal('Invalid index')) as Step<never>,
      sequence(
        literal('['),
        gap,
        string,
        gap,
        notAhead(literal(']')),
        refusal('Unclosed index expression'),
      ) as Step<never>,
    ),
  );
  const further = rule('SelectorOrIndex', () =>
    choice<string>(
      made(sequence(literal('.'), wanted(identifier)), ([, name]) => name),
      made(wanted(index), (key) => key),
      made(sequence(literal('.'), wanted(many(oneOf(digit), 1))), (_, text) => text.slice(1)),
    ),
  );
  const mark = literal('"');
  const selector = rule('"selector"', () =>
    choice<FilterSelector>(
      made(sequence(wanted(identifier), wanted(many(further))), ([first, rest]) => {
        const path = [first, ...rest];
        return { path, shown: path.join('.') };
      }),
      made(sequence(mark, wanted(many(segment)), mark), ([, segments]) => {
        const path = (segments.length === 0 ? [''] : segments).map(unescaped);
        return { path, shown: path.join('/') };
      }),
    ),
  );
  const number = numberLiteral(blanks, end);
  const value = rule('"value"', () =>
    choice<string>(
      made(wanted(selector), ({ shown }) => shown),
      made(wanted(number), (text) => text),
      made(wanted(string), (text) => text),
    ),
  );
  return { blanks, gap, end, identifier, selector, value };
}

function unescaped(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

function stringLiteral(end: Step<true>): Step<string> {
  const inside = (mark: string): Step<unknown> =>
    many(rule(mark === '`' ? 'RawStringChar' : 'DoubleStringChar', () => sequence(notAhead(literal(mark)), anything)));
  const [raw, double] = [inside('`'), inside('"')];
  return rule('"string"', () =>
    choice<string>(
      made(
        choice<unknown>(sequence(literal('`'), raw, literal('`')), sequence(literal('"'), double, literal('"'))),
        (_, text, { s, within }, start) => {
          const read = goUnquote(text);
          if (read === undefined) s.faultIn(within.at(-1) ?? '', 'invalid syntax', start);
          return read ?? '';
        },
      ),
      sequence(
        choice<unknown>(sequence(literal('`'), raw), sequence(literal('"'), double)),
        end,
        refusal('Unterminated string literal'),
      ) as Step<never>,
    ),
  );
}

function numberLiteral(blanks: Step<unknown>, end: Step<true>): Step<string> {
  const minus = optional(literal('-'));
  const after = rule('AfterNumbers', () => ahead(choice<unknown>(blanks, end, literal(')'))));
  const digits = rule('IntegerOrFloat', () =>
    sequence(
      choice<unknown>(literal('0'), sequence(oneOf(leadingDigit), many(oneOf(digit)))),
      optional(sequence(literal('.'), many(oneOf(digit), 1))),
    ),
  );
  return rule('"number"', () =>
    choice<string>(
      made(sequence(minus, digits, ahead(after)), (_, text) => text),
      sequence(minus, digits, notAhead(after), refusal('Invalid number literal')) as Step<never>,
    ),
  );
}
