import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseHcl } from '../../../src/syntax/hcl/parse.ts';
import { digestOf } from '../../conformance/oracle/hcl1/digest.mjs';
import { oracleForm } from './oracle-form.ts';

type Stored = readonly [
  kind: string,
  form: 'native' | 'json',
  text: string,
  refusal: 'crash' | (string & {}) | null,
  digest: string,
];

const stored = readFileSync(new URL('../../fixtures/hcl1-files.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Stored);
const kinds = [...new Set(stored.map(([kind]) => kind))];

describe("HashiCorp's own HCL 1 reader, on policies and agents' configurations, sound and damaged", () => {
  it('was asked about more than a thousand different files of each form, good and bad', () => {
    const count = (wanted: string, refused: boolean): number =>
      stored.filter(([, form, , refusal]) => form === wanted && (refusal !== null) === refused).length;
    expect(new Set(stored.map(([, , text]) => text)).size).toBe(stored.length);
    expect({
      native: [count('native', false), count('native', true)],
      json: [count('json', false), count('json', true)],
    }).toMatchInlineSnapshot(`
      {
        "json": [
          899,
          201,
        ],
        "native": [
          603,
          497,
        ],
      }
    `);
  });

  it.each(kinds)('agrees on the verdict, its text, the tree and all positions: %s', (kind) => {
    const files = stored.filter(([of]) => of === kind);
    const different = files.filter(([, , text, theirs, digest]) => {
      const { file, refusal, problems } = parseHcl({ name: 'a.hcl', text });
      if (refusal !== undefined)
        return problems.length === 0 || (theirs === 'crash' ? !refusal.startsWith('unquote ') : theirs !== refusal);
      return theirs !== null || digestOf(oracleForm(file)) !== digest;
    });
    expect(
      different.map(([, , text, theirs]) => ({ text, theirs, mine: parseHcl({ name: 'a.hcl', text }).refusal })),
    ).toEqual([]);
  });
});
