import { describe, expect, it } from 'vitest';
import { inOrder } from '../../src/provision/order.ts';

describe('putting steps in order', () => {
  it.each([
    ['keeps the given order where nothing forbids it', { a: [], b: [], c: [] }, ['a', 'b', 'c']],
    ['puts an element behind those it comes after', { a: ['c'], b: [], c: ['b'] }, ['b', 'c', 'a']],
    ['passes over names that no element has', { a: ['elsewhere'] }, ['a']],
    ['ends on a cycle', { a: ['b'], b: ['a'] }, ['b', 'a']],
  ] as const)('%s', (_title, graph: Record<string, readonly string[]>, expected) => {
    const elements = Object.entries(graph).map(([address, after]) => ({ address, after }));
    expect(inOrder(elements).map(({ address }) => address)).toEqual(expected);
  });
});
