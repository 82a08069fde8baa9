import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TooMuchWork } from '../../../src/syntax/regexp/find.ts';
import { parseRegexp } from '../../../src/syntax/regexp/parse.ts';
import { replaceAll } from '../../../src/syntax/regexp/replace.ts';

type Row = readonly [pattern: string, text: string, by: string, result: string | null];

/** Made by `test/conformance/oracle/regexp`. */
const rows = readFileSync(new URL('../../fixtures/regexp-replacements.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

function replaced(pattern: string, text: string, by: string): string | null {
  const parsed = parseRegexp(pattern);
  return parsed.ok ? replaceAll(parsed.tree, text, by) : null;
}

describe('replacing', () => {
  test('gives what Go gives, for every row that Go was asked about', () => {
    expect(rows.length).toBeGreaterThan(1000);
    const wrong = rows.flatMap(([pattern, text, by, result]) => {
      const own = replaced(pattern, text, by);
      return own === result ? [] : [{ pattern, text, by, result, own }];
    });
    expect(wrong).toEqual([]);
  });

  test('expressions that would make a backtracking matcher hang are answered', () => {
    expect(replaced('^(a+)+$', `${'a'.repeat(2000)}!`, 'x')).toBe(`${'a'.repeat(2000)}!`);
    expect(replaced('(a|aa)*b', 'a'.repeat(300), 'x')).toBe('a'.repeat(300));
  });

  test('what would take too long all the same is given up', () => {
    const parsed = parseRegexp('a.*b|a');
    if (!parsed.ok) throw new Error(parsed.error);
    expect(() => replaceAll(parsed.tree, 'a'.repeat(200), 'x', { steps: 10_000 })).toThrow(TooMuchWork);
  });
});
