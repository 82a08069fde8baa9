import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { interpolate } from '../../../src/syntax/interpolate/evaluate.ts';
import { vectors } from '../../fixtures/vectors.ts';

describe('bind names, as Consul fills them in', () => {
  test.each(vectors('consul.hil'))('$name', ({ input, expected }) => {
    const result = interpolate(input.template, input.vars);
    if (expected.error === undefined) expect(result).toEqual({ ok: true, text: expected.result });
    else if (expected.error === true) expect(result.ok).toBe(false);
    else expect(result).toMatchObject({ ok: false, error: expected.error });
  });
});

test('random templates neither crash nor hang', () => {
  const piece = fc.constantFrom(
    '${',
    '}',
    '"',
    '$$',
    '$',
    '\\',
    '\\"',
    'value.x',
    'a.*',
    '*',
    '.',
    '1',
    '0.5',
    ' ',
    '+',
    '-',
    '/',
    '%',
    '==',
    '!=',
    '<',
    '&&',
    '||',
    '!',
    '?',
    ':',
    '(',
    ')',
    '[',
    ']',
    ',',
    'true',
    'é',
    '\n',
    '=',
    '&',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.string(), (pieces, tail) => {
      const result = interpolate(pieces.join('') + tail, { 'value.x': '7' });
      expect(typeof (result.ok ? result.text : result.error)).toBe('string');
    }),
    { numRuns: 2000 },
  );
});

test.each([['('], ['-'], ['"${'], ['x?'], ['1+']])(
  'a template that nests %s without end is refused, not followed',
  (open) => {
    expect(interpolate(`\${${open.repeat(20_000)}`, { x: '' }).ok).toBe(false);
  },
);
