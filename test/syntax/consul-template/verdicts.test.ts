import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../src/syntax/consul-template/parse.ts';
import { leavesOf, type Leaf } from './leaves.ts';

interface Verdict {
  readonly text: string;
  readonly left?: string;
  readonly right?: string;
  readonly error?: string;
  readonly leaves?: readonly Leaf[];
}

/** Another file of verdicts, for longer runs against the oracle. */
const file = process.env.WID_TEMPLATE_VERDICTS ?? new URL('../../fixtures/template-verdicts.jsonl', import.meta.url);

const verdicts = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Verdict);

/** The place of an inclusion is that of its name in Go, which our tree does not keep. */
const comparable = (leaves: readonly Leaf[] | undefined): readonly Leaf[] =>
  (leaves ?? []).map(([kind, at, text]) => (kind === 'template' ? [kind, -1, text] : [kind, at, text]));

describe('templates', () => {
  it('are taken and refused as Go does, with the same words, trees and places', () => {
    const wrong = verdicts.filter(({ text, left, right, error, leaves }) => {
      const parsed = parseTemplate(text, { left, right });
      if (!parsed.ok) return parsed.error.message !== error;
      return (
        error !== undefined || JSON.stringify(leavesOf(text, parsed.templates)) !== JSON.stringify(comparable(leaves))
      );
    });
    expect(
      wrong.map(({ text, left, right, error }) => ({
        text,
        left,
        right,
        error,
        ours: parseTemplate(text, { left, right }),
      })),
    ).toEqual([]);
    expect(verdicts.length).toBeGreaterThanOrEqual(1500);
  });

  it('never crash the reader, whatever stands there', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '{{',
        '}}',
        '{{- ',
        ' -}}',
        '(',
        ')',
        'if ',
        'end',
        'else',
        'range ',
        '$x',
        ':=',
        '.A',
        '"a"',
        '`',
      ),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const parsed = parseTemplate(text);
        if (!parsed.ok) expect(parsed.error.start).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('may be nested beyond all sense without harm', () => {
    for (const [open, close] of [
      ['{{ if true }}', '{{ end }}'],
      ['{{ if true }}{{ else }}', '{{ end }}'],
      ['{{ ', ' }}'],
    ] as const) {
      expect(parseTemplate(open.repeat(20_000) + close.repeat(20_000)).ok).toBe(false);
    }
    expect(parseTemplate(`{{ ${'('.repeat(20_000)}1${')'.repeat(20_000)} }}`)).toMatchObject({ ok: false });
  });
});
