import { expect, it } from 'vitest';
import { sortedBy } from '../../src/support/sorted-by.ts';

it('sorts by code units, whatever the locale, and leaves equal items in their order', () => {
  const items = new Map([
    ['b', 1],
    ['ä', 2],
    ['B', 3],
    ['a', 4],
  ]);
  expect(sortedBy(items, ([name]) => name).map(([name]) => name)).toEqual(['B', 'a', 'b', 'ä']);
  expect(sortedBy(items, () => '').map(([, number]) => number)).toEqual([1, 2, 3, 4]);
});
