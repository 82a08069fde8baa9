import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseHcl2, parseHcl2Expression, parseHcl2Template } from '../../../src/syntax/hcl/hcl2.ts';
import { parseHcl2Json } from '../../../src/syntax/hcl/hcl2-json.ts';
import { hcl2OracleForm, jsonOracleForm } from './hcl2-oracle-form.ts';

interface Verdict {
  readonly kind: 'syntax' | 'json';
  readonly text: string;
  readonly problems?: readonly (readonly [number, number])[];
  readonly tree?: string;
}

const verdicts = JSON.parse(
  readFileSync(new URL('../../fixtures/hcl2-verdicts.json', import.meta.url), 'utf8'),
) as readonly Verdict[];

const read = (text: string): ReturnType<typeof parseHcl2> => parseHcl2({ name: 'a.nomad.hcl', text });

describe("HashiCorp's own HCL 2 reader, on texts made from a seed", () => {
  it('was asked about more than a thousand texts of each form, good and bad', () => {
    for (const form of ['syntax', 'json'])
      expect(verdicts.filter(({ kind }) => kind === form).length).toBeGreaterThan(1000);
    expect(verdicts.filter(({ problems }) => problems === undefined).length).toBeGreaterThan(250);
  });

  it.each(verdicts.map((verdict, index) => [index, verdict] as const))('agrees on text %i', (_, verdict) => {
    const { kind, text, problems: theirs = [], tree } = verdict;
    const source = { name: 'a', text };
    const places = (problems: readonly { start: number; end: number }[]): unknown =>
      problems.map(({ start, end }) => [start, end]);
    if (kind === 'json') {
      const { root, problems } = parseHcl2Json(source);
      expect(places(problems)).toEqual(theirs);
      if (theirs.length === 0) expect(jsonOracleForm(root)).toBe(tree ?? '');
      return;
    }
    const { file, problems } = parseHcl2(source);
    expect(places(problems)).toEqual(theirs);
    if (theirs.length === 0) expect(hcl2OracleForm(file.body)).toBe(tree);
  });
});

describe('a job file', () => {
  it('keeps its comments, with their places', () => {
    const text = '# one\njob "a" { # two\r\n  /* three */\n  // four\n}\n';
    const { comments } = read(text).file;
    expect(comments.map((comment) => comment.text)).toEqual(['# one', '# two', '/* three */', '// four']);
    for (const comment of comments) expect(text.slice(comment.start, comment.end)).toBe(comment.text);
  });

  it('has every mistake told in one pass, each with its place', () => {
    const text = 'a = = 1\nb = 1\nb = 2\nc "x" = 3\nd {\n  e = 1\n}\n';
    const { problems, file } = read(text);
    expect(problems.map(({ start, end }) => text.slice(start, end))).toEqual(['=', 'b', '=']);
    expect(problems.map(({ message }) => message)).toEqual([
      'a value is expected here',
      '"b" is set already; an argument can be set once only',
      'a block has no "="; only an argument is set with it',
    ]);
    expect(file.body.attributes.map(({ name }) => name)).toContain('b');
  });

  it('may start with a byte order mark, and counts it in offsets', () => {
    const { file, problems } = read('\uFEFFa = 1\r\n');
    expect(problems).toEqual([]);
    expect(file.body.attributes[0]?.nameRange).toEqual({ start: 1, end: 2 });
  });

  it('must be text: NUL and bytes that are no UTF-8 are refused', () => {
    expect(read('a = 1\0').problems[0]?.message).toBe('this character means nothing here');
    expect(read('a = "\udcff"').problems[0]?.message).toMatch(/no UTF-8/);
  });

  it('that is nested too deeply is refused instead of exhausting the stack', () => {
    for (const text of [
      'a {\n'.repeat(50_000),
      `a = ${'['.repeat(50_000)}`,
      `a = ${'-'.repeat(50_000)}1`,
      `a = ${'"${'.repeat(50_000)}`,
      `a = "${'%{if a}'.repeat(50_000)}"`,
      `a = b${'[*]'.repeat(50_000)}`,
    ])
      expect(
        read(text)
          .problems.map(({ message }) => message)
          .join(),
      ).toContain('nested more than');
    expect(parseHcl2Json({ name: 'a', text: '['.repeat(50_000) }).problems[0]?.message).toContain('nested more than');
  });
});

describe('reading', () => {
  it('never fails and never leaves the text, whatever it is given', () => {
    const word = fc.constantFrom(
      'a',
      '"b"',
      '=',
      '{',
      '}',
      '[',
      ']',
      ',',
      '\n',
      '1',
      '<<E\n',
      'E\n',
      '${',
      '%{',
      '~}',
      '"',
      'for',
      'if',
      ':',
      '?',
      '.',
      '*',
      '(',
      ')',
      '...',
      '=>',
      '\0',
      '\ud800',
      '\\',
    );
    const text = fc.oneof(
      fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
      fc.string({ unit: 'binary' }),
      fc.json(),
    );
    fc.assert(
      fc.property(text, (input) => {
        const all = [
          read(input).problems,
          parseHcl2Expression(input).problems,
          parseHcl2Template(input).problems,
          parseHcl2Json({ name: 'a', text: input }).problems,
        ];
        for (const { start, end } of all.flat()) expect(0 <= start && start <= end && end <= input.length).toBe(true);
      }),
      { numRuns: Number(process.env.WID_FUZZ ?? 1000), seed: Number(process.env.WID_SEED ?? 4) },
    );
  });
});
