import { describe, expect, it } from 'vitest';
import { applyEdits, overlap } from '../../../src/audit/fix/apply-edits.ts';
import type { TextEdit } from '../../../src/model/finding.ts';

const edit = (start: number, end: number, text: string, file = 'a'): TextEdit => ({ file, start, end, text });

describe('edits of a text', () => {
  it.each([
    ['are made whatever their order', [edit(4, 5, 'E'), edit(0, 1, 'A')], 'AbcdEf'],
    ['of other files are passed over', [edit(0, 1, 'A', 'b')], 'abcdef'],
    ['that say the same are made once', [edit(2, 2, '-'), edit(2, 2, '-')], 'ab-cdef'],
    ['that insert at one place follow as they are given', [edit(2, 2, '1'), edit(2, 2, '2')], 'ab12cdef'],
    ['may touch', [edit(0, 2, 'AB'), edit(2, 2, '-'), edit(2, 4, 'CD')], 'AB-CDef'],
    ['may be at its end', [edit(6, 6, '!')], 'abcdef!'],
  ])('%s', (_, edits, expected) => {
    expect(applyEdits({ name: 'a', text: 'abcdef' }, edits)).toBe(expected);
  });

  it.each([
    ['overlap', [edit(0, 3, 'x'), edit(2, 4, 'y')]],
    ['replace the same in two ways', [edit(0, 3, 'x'), edit(0, 3, 'y')]],
    ['point beyond the end', [edit(5, 7, 'x')]],
    ['end before they start', [edit(3, 2, 'x')]],
  ])('are refused when they %s', (_, edits) => {
    expect(() => applyEdits({ name: 'a', text: 'abcdef' }, edits)).toThrow(/overlap, or point beyond/);
  });

  it.each([
    [edit(0, 3, 'x'), edit(2, 4, 'y'), true],
    [edit(2, 2, 'x'), edit(0, 4, 'y'), true],
    [edit(2, 2, 'x'), edit(2, 2, 'y'), false],
    [edit(2, 2, 'x'), edit(2, 4, 'y'), false],
    [edit(0, 3, 'x'), edit(0, 3, 'x'), false],
    [edit(0, 3, 'x'), edit(0, 3, 'x', 'b'), false],
  ])('overlap only where both cannot be: %o, %o', (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
    expect(overlap(other, one)).toBe(expected);
  });
});
