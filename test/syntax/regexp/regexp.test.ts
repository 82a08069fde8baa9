import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesAnywhere } from '../../../src/syntax/regexp/match.ts';
import { parseRegexp } from '../../../src/syntax/regexp/parse.ts';

/** Each is Go's own answer. */
test.each([
  ['[', 'missing closing ]: `[`'],
  ['a)', 'unexpected ): `a)`'],
  ['(a', 'missing closing ): `(a`'],
  ['*a', 'missing argument to repetition operator: `*`'],
  ['a**', 'invalid nested repetition operator: `**`'],
  ['[z-a]', 'invalid character class range: `z-a`'],
  ['\\8', 'invalid escape sequence: `\\8`'],
  ['\\', 'trailing backslash at end of expression: ``'],
  ['(?=x)', 'invalid or unsupported Perl syntax: `(?=`'],
  ['(?P<a b>x)', 'invalid named capture: `(?P<a b>`'],
  ['x{1001}', 'invalid repeat count: `{1001}`'],
  ['(a{100}){11}', 'invalid repeat count: `{11}`'],
])('%s is refused', (pattern, error) => {
  expect(parseRegexp(pattern)).toEqual({ ok: false, error: `error parsing regexp: ${error}` });
});

test.each(['Zed', '', '_', '^', 'Grek', 'Old_Italic', 'Script=Greek', 'gc=Lu', 'L&', 'Lowercase', 'Unknown'])(
  'a class of the name "%s" is not known',
  (name) => {
    const error = `error parsing regexp: invalid character class range: \`\\p{${name}}\``;
    expect(parseRegexp(`\\p{${name}}`)).toEqual({ ok: false, error });
  },
);

test.each([
  ['a$$$^$b', 'a$^b'],
  ['(?m)$$|^^', '(?m)$|^'],
  ['a$$$?', 'a$$?'],
])('edges between two characters are looked for once: %s is %s', (many, few) => {
  // Written out, as the tree holds functions.
  expect(JSON.stringify(parseRegexp(many))).toBe(JSON.stringify(parseRegexp(few)));
});

function matches(pattern: string, text: string): boolean | string {
  const parsed = parseRegexp(pattern);
  return parsed.ok ? matchesAnywhere(parsed.tree, text) : parsed.error;
}

describe('matching', () => {
  test.each([
    ['b', 'abc', true],
    ['^b', 'abc', false],
    ['^a.c$', 'abc', true],
    ['.', '\n', false],
    ['(?s).', '\n', true],
    ['^b$', 'a\nb', false],
    ['(?m)^b$', 'a\nb', true],
    ['(?i)WEB', 'web', true],
    ['(?i)k', '\u212a', true],
    ['(?i:a)B', 'AB', true],
    ['(?i:a)B', 'Ab', false],
    ['^(ab|cd){2,3}$', 'abcdab', true],
    ['^(ab|cd){2,3}$', 'ab', false],
    ['a{,2}', 'a{,2}', true],
    ['\\bweb\\b', 'a-web-b', true],
    ['\\w', 'é', false],
    ['\\pL', 'é', true],
    ['\\pl', 'é', true],
    ['\\p{ lowercase-LETTER}', 'E', false],
    ['\\p{GR-eek}', 'β', true],
    ['\\p{thai}', 'β', false],
    ['\\p{lc}', 'e', true],
    ['\\p{ascii}', 'é', false],
    ['\\P{Assigned}', 'é', false],
    ['\\p{^punct}', '!', false],
    ['[[:^alpha:]]', 'a1', true],
    ['[^\\d]', '12', false],
    ['\\Qa.b\\E', 'axb', false],
    ['\\x{1F600}', '😀', true],
    ['^.$', '😀', true],
    ['', '', true],
  ])('%s on %j', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  test('an expression that would make a backtracking matcher hang is answered at once', () => {
    expect(matches('^(a+)+$', `${'a'.repeat(5000)}!`)).toBe(false);
  });

  test('agrees with JavaScript where both languages mean the same', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      'a*',
      'b+',
      'a?',
      '(a|b)',
      '(ab)*',
      '[ab]',
      '[^a]',
      '^',
      '$',
      '\\d',
      'a{2}',
      '(a|b){1,2}',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }),
        fc.array(fc.constantFrom('a', 'b', '1'), { maxLength: 8 }),
        (pieces, letters) => {
          const [pattern, text] = [pieces.join(''), letters.join('')];
          expect(matches(pattern, text)).toBe(new RegExp(pattern, 'u').test(text));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
