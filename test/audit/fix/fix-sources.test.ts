import { describe, expect, it } from 'vitest';
import { fixSources, type Fixed } from '../../../src/audit/fix/fix-sources.ts';
import type { Finding, TextEdit } from '../../../src/model/finding.ts';
import { WidError } from '../../../src/support/errors.ts';

/** A rule of these tests: a word that is wrong wherever it stands, and what to write instead. */
interface Word {
  readonly rule: string;
  readonly word: string;
  readonly instead: string;
  readonly severity?: Finding['severity'];
}

function finding(word: Word, edits: readonly TextEdit[], file: string): Finding {
  const { rule, severity = 'error' } = word;
  return {
    rule,
    cases: [],
    severity,
    message: `${word.word} in ${file}`,
    why: '',
    fix: { text: '', ...(edits.length === 0 ? {} : { edits }) },
    location: { file, start: { line: 1, column: 1, offset: 0 } },
    subject: { object: file },
    evidence: {},
    fingerprint: `${rule} ${file}`,
  };
}

function mend(
  texts: Readonly<Record<string, string>>,
  words: readonly Word[],
  only?: string,
  onAudit?: () => void,
): Fixed {
  return fixSources({
    sources: new Map(Object.entries(texts).map(([name, text]) => [name, { name, text }])),
    audit: (sources) => {
      onAudit?.();
      return [...sources.values()].flatMap(({ name, text }) => {
        if (text.includes('unreadable')) throw new WidError('syntax', `${name} is no text`);
        return words.flatMap((one) => {
          const start = text.indexOf(one.word);
          if (start < 0) return [];
          const edits =
            one.instead === '' ? [] : [{ file: name, start, end: start + one.word.length, text: one.instead }];
          return [finding(one, edits, name)];
        });
      });
    },
    chosen: ({ rule }) => only === undefined || rule === only,
  });
}

const after = ({ files }: Fixed): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ name, after: text }) => [name, text]));

describe('mending texts', () => {
  it('makes the edits of all findings, in all files, and says of each file what was mended', () => {
    const fixed = mend({ a: 'one two', b: 'two', c: 'three' }, [
      { rule: 'x/one', word: 'one', instead: '1' },
      { rule: 'x/two', word: 'two', instead: '2' },
    ]);
    expect(after(fixed)).toEqual({ a: '1 2', b: '2' });
    expect(fixed.files.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([
      ['x/one', 'x/two'],
      ['x/two'],
    ]);
    expect(fixed.refused).toEqual([]);
  });

  it('makes those of the chosen rule only', () => {
    const words = [
      { rule: 'x/one', word: 'one', instead: '1' },
      { rule: 'x/two', word: 'two', instead: '2' },
    ];
    expect(after(mend({ a: 'one two' }, words, 'x/two'))).toEqual({ a: 'one 2' });
  });

  it('goes on while an edit makes room for another', () => {
    const fixed = mend({ a: 'one one one' }, [{ rule: 'x/one', word: 'one', instead: '1', severity: 'warning' }]);
    // Only the first is found each time; that it is found again is why the edit is not kept.
    expect(fixed.refused.map(({ reason }) => reason)).toEqual(['x/one would still be found: one in a']);
    const chain = [
      { rule: 'x/one', word: 'one', instead: 'two', severity: 'warning' as const },
      { rule: 'x/two', word: 'two', instead: '2', severity: 'warning' as const },
    ];
    expect(after(mend({ a: 'one' }, chain))).toEqual({ a: '2' });
  });

  it.each([
    [
      'that overlap, naming both',
      { rule: 'x/long', word: 'one two', instead: 'x' },
      'x/one (line 1) and x/long (line 1) change the same text; choose one with --rule',
    ],
    [
      'after which something else is an error',
      { rule: 'x/new', word: '1', instead: '' },
      'x/new would be found then: 1 in a',
    ],
  ])('leaves a text alone for edits %s', (_, other, reason) => {
    const fixed = mend({ a: 'one two' }, [{ rule: 'x/one', word: 'one', instead: '1' }, other]);
    expect(fixed.files).toEqual([]);
    expect(fixed.refused.map((one) => one.reason)).toEqual([reason]);
  });

  it('leaves a text alone that could not be read any more, and mends the others', () => {
    const fixed = mend({ a: 'one', b: 'two' }, [
      { rule: 'x/one', word: 'one', instead: 'unreadable' },
      { rule: 'x/two', word: 'two', instead: '2' },
    ]);
    expect(after(fixed)).toEqual({ b: '2' });
    expect(fixed.refused.map((one) => [one.files, one.reason])).toEqual([
      [['a'], 'it could not be read any more: a is no text'],
    ]);
  });

  it('audits many files as seldom as it can', () => {
    const texts = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${String(index)}`, 'one']));
    let audits = 0;
    const fixed = mend(texts, [{ rule: 'x/one', word: 'one', instead: '1' }], undefined, () => audits++);
    expect(fixed.files).toHaveLength(50);
    expect(audits).toBe(2);
  });

  it('does not go on for ever, and leaves alone what comes to no rest', () => {
    const fixed = mend({ a: 'one', b: 'three' }, [
      { rule: 'x/one', word: 'one', instead: 'two', severity: 'warning' },
      { rule: 'x/two', word: 'two', instead: 'one', severity: 'warning' },
      { rule: 'x/three', word: 'three', instead: '3' },
    ]);
    expect(after(fixed)).toEqual({ b: '3' });
    expect(fixed.refused.map(({ reason }) => reason)).toEqual(['after 10 passes there is still something to change']);
  });

  it('lets errors come to light behind a cause that was known already', () => {
    const cause = finding({ rule: 'x/cause', word: 'c', instead: '' }, [], 'other');
    const fixed = fixSources({
      sources: new Map([['a', { name: 'a', text: 'one' }]]),
      audit: (sources) => {
        const isOpen = sources.get('a')?.text === 'one';
        const edits = [{ file: 'a', start: 0, end: 3, text: '1' }];
        const rest = isOpen
          ? finding({ rule: 'x/one', word: 'one', instead: '1' }, edits, 'a')
          : { ...finding({ rule: 'x/behind', word: 'b', instead: '' }, [], 'a'), causedBy: cause.fingerprint };
        return [cause, rest];
      },
      chosen: () => true,
    });
    expect(after(fixed)).toEqual({ a: '1' });
  });
});
