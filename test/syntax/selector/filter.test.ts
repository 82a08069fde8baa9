import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerOf, objects } from '../../conformance/oracle/bexpr/compare.ts';
import { parseFilter } from '../../../src/syntax/selector/filter/parse.ts';

type Line = readonly [object: number, filter: string, answer: boolean | string | null];

/** Made by `test/conformance/filters-against-upstream.test.ts`. */
const lines = readFileSync(new URL('../../fixtures/filter-verdicts.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Line);

describe('a filter of Nomad', () => {
  it('says of its objects what go-bexpr 0.1.15 says of them, in its words', () => {
    const different = lines.flatMap(([at, filter, theirs]) => {
      const [kept, object] = objects[at] ?? ['Job', {}];
      const ours = answerOf(kept, object, filter);
      return ours === theirs ? [] : [{ kept, filter, ours, theirs }];
    });
    expect(lines.length).toBeGreaterThan(2500);
    expect(different).toEqual([]);
  });

  it('that nests too deep for the library is refused where the library gives up, and at once', () => {
    expect(parseFilter(`${'('.repeat(6)}ID == x${')'.repeat(6)}`)).toMatchObject({ ok: true });
    expect(parseFilter(`${'('.repeat(8)}ID == web${')'.repeat(8)}`)).toEqual({
      ok: false,
      error: '1:18 (17): rule SelectorOrIndex: max number of expresssions parsed',
      offset: 17,
    });
    expect(parseFilter(`${'('.repeat(500)}a == b${')'.repeat(500)}`)).toMatchObject({ ok: false });
  });

  it('may have hundreds of conditions, but not any number', () => {
    const chain = (conditions: number): string => `a == b${' or c == d'.repeat(conditions)}`;
    expect(parseFilter(chain(700))).toMatchObject({ ok: true });
    expect(parseFilter(chain(20_000))).toMatchObject({
      ok: false,
      error: expect.stringContaining('conditions nest more than 800 deep') as string,
    });
  });
});
