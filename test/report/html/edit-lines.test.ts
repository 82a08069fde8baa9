import { describe, expect, it } from 'vitest';
import { editLines } from '../../../src/report/html/edit-lines.ts';

const text = 'a {\n  b = 1\n  token = "hidden-value"\n}\n';

function of(piece: string, by: string): Pick<ReturnType<typeof editLines>, 'line' | 'before' | 'after'> {
  const start = text.indexOf(piece);
  const edit = { file: 'a.hcl', start, end: start + piece.length, text: by };
  const { line, before, after } = editLines(edit, { name: 'a.hcl', text });
  return { line, before, after };
}

describe('the lines of an edit', () => {
  it.each<[string, ReturnType<typeof of>, ReturnType<typeof of>]>([
    ['a change within a line', of('1', '2'), { line: 2, before: ['  b = 1'], after: ['  b = 2'] }],
    ['a line that goes', of('  b = 1\n', ''), { line: 2, before: ['  b = 1'], after: [] }],
    [
      'several lines',
      of('1\n  token = "hidden-value"', '[\n  ]'),
      expect.objectContaining({ after: ['  b = [', '  ]'] }),
    ],
  ])('show %s', (_, shown, expected) => {
    expect(shown).toEqual(expected);
  });

  it.each([
    ['before a line', 4, '  c = 2\n', { line: 2, before: [], after: ['  c = 2'] }],
    ['at the end of a line', 11, '\n  c = 2', { line: 3, before: [], after: ['  c = 2'] }],
    ['into an empty file', 0, 'c = 2\n', { line: 1, before: [], after: ['c = 2'] }],
  ])('show what is put in %s', (where, at, by, expected) => {
    const source = { name: 'a.hcl', text: where === 'into an empty file' ? '' : text };
    expect(editLines({ file: 'a.hcl', start: at, end: at, text: by }, source)).toMatchObject(expected);
  });

  it('hide what looks secret, before and after', () => {
    const lines = JSON.stringify([of('hidden-value', 'other-value'), of('1\n', '1\n  password = "new-value"\n')]);
    expect(lines).not.toMatch(/hidden-value|other-value|new-value/);
    expect(lines).toContain('(secret)');
  });
});
