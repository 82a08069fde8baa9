import { expect, test } from 'vitest';
import { goTime } from '../../src/syntax/go-time.ts';

test.each([
  [0, '1970-01-01 00:00:00 +0000 UTC'],
  [1_795_361_976.25, '2026-11-22 15:39:36.25 +0000 UTC'],
  [951_782_400, '2000-02-29 00:00:00 +0000 UTC'],
  [-1, '1969-12-31 23:59:59 +0000 UTC'],
  [-62_135_596_800, '0001-01-01 00:00:00 +0000 UTC'],
  [-62_167_219_201, '-0001-12-31 23:59:59 +0000 UTC'],
  [253_402_300_800, '10000-01-01 00:00:00 +0000 UTC'],
  // As a real server showed it: the time overflows.
  [-(2 ** 63), '292277026596-12-04 15:30:08 +0000 UTC'],
])('%d is shown as Go shows it', (seconds, shown) => {
  expect(goTime(seconds)).toBe(shown);
});
