import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSeconds, parseDuration } from '../../src/syntax/duration.ts';

describe('a duration', () => {
  it.each([
    ['0', 0],
    ['90', 90],
    ['-1', -1],
    ['90s', 90],
    ['1h30m', 5400],
    ['1.5h', 5400],
    ['-1m', -60],
    ['250ms', 0.25],
    ['1d', 86_400],
    ['1.5d12h', 172_800],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(['', 's', '1 h', '1h 30m', '1e3s', 'a minute', '1x', '300000000000d'])('cannot be %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

it.each([
  [0, '0s'],
  [3600, '1h'],
  [5400, '1h30m'],
  [-90, '-1m30s'],
  [1.5, '1.5s'],
  [0.25, '250ms'],
  [60e-6, '60us'],
  [60e-9, '60ns'],
])('%d seconds are written %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

it('is read back from what is written, to the nanosecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e15, max: 1e15 }), (nanoseconds) => {
      expect(Math.round((parseDuration(formatSeconds(nanoseconds / 1e9)) ?? NaN) * 1e9)).toBe(nanoseconds);
    }),
  );
});
