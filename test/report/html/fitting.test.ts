import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, shortened, wrapped } from '../../../src/report/html/fitting.ts';

describe('fitting names into a picture', () => {
  it.each([
    ['nomad-workloads', 15, 'nomad-workloads'],
    ['consul-service_shop-http', 12, 'consul-s…ttp'],
    ['日本語の名前', 7, '日本…前'],
    ['🚀🚀🚀', 4, '🚀…'],
  ])('shortens %s to %i columns', (text, room, short) => {
    expect(shortened(text, room)).toBe(short);
  });

  it('never takes more room than there is, nor cuts a character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 30 }), (text, room) => {
        const short = shortened(text, room);
        expect(columns(short)).toBeLessThanOrEqual(room);
        expect(short).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  it.each([
    ['a short one', 20, 2, ['a short one']],
    ['error validating claims', 12, 2, ['error', 'validating…']],
    ['two lines of words', 9, 3, ['two lines', 'of words']],
    ['', 9, 3, []],
  ])('wraps %j', (text, room, lines, expected) => {
    expect(wrapped(text, room, lines)).toEqual(expected);
  });
});
