import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Item, Range, Value } from '../../../src/syntax/hcl/ast.ts';
import { parseHcl1 } from '../../../src/syntax/hcl/hcl1.ts';
import { parseHcl } from '../../../src/syntax/hcl/parse.ts';
import { oracleForm } from './oracle-form.ts';

interface Verdict {
  readonly text: string;
  readonly error?: string;
  readonly crash?: boolean;
  readonly items?: unknown;
}

const verdicts = JSON.parse(
  readFileSync(new URL('../../fixtures/hcl1-verdicts.json', import.meta.url), 'utf8'),
) as readonly Verdict[];

const read = (text: string): ReturnType<typeof parseHcl> => parseHcl({ name: 'a.hcl', text });

describe("HashiCorp's own reader, on texts made from a seed", () => {
  it('was asked about hundreds of texts, good and bad, HCL and JSON', () => {
    expect(verdicts.length).toBeGreaterThan(500);
    expect(verdicts.filter(({ error, crash }) => error === undefined && crash !== true).length).toBeGreaterThan(100);
  });

  it.each(verdicts.map((verdict, index) => [index, verdict] as const))(
    'agrees on text %i',
    (_, { text, error, crash, items = [] }) => {
      const { file, problems, refusal } = read(text);
      expect(problems.length > 0).toBe(refusal !== undefined);
      if (crash === true) expect(refusal).toMatch(/^unquote /);
      else if (error === undefined) expect({ refusal, items: oracleForm(file) }).toEqual({ refusal: undefined, items });
      else expect(refusal).toBe(error);
    },
  );
});

describe('mistakes', () => {
  const texts = (text: string): string[] => read(text).problems.map(({ start, end }) => text.slice(start, end));
  const messages = (text: string): string[] => read(text).problems.map(({ message }) => message);

  it('are all found in one pass, each with its place', () => {
    const text = 'path "a" {\n  capabilities = [read]\n}\nx = = 1\npath "b" {\n  policy == "x"\n}\nok = 1\n';
    expect(texts(text)).toEqual(['read', '=', '=']);
    expect(read(text).file.items.map(({ keys }) => keys.map(({ value }) => value))).toEqual([
      ['path', 'a'],
      ['path', 'b'],
      ['ok'],
    ]);
  });

  it('are told in plain words, with the upstream text beside', () => {
    expect(messages('key "a" {')).toEqual(['"}" expected for the "{" at 1:9, found the end of the text']);
    expect(read('key "a" {').refusal).toBe('At 1:11: object expected closing RBRACE got: EOF');
    expect(messages('a = b')).toEqual(['a value expected, found a name; is "b" meant?']);
    expect(messages('a = "x\n')[0]).toContain('the string is not closed on its line');
    expect(messages('a = 1\na = 2')).toEqual(['a is set already; an argument can be set once only']);
  });

  it('include a byte order mark, a NUL and an escape that means nothing', () => {
    expect(messages('\uFEFFa = 1')).toEqual(['a byte order mark stands here; save the file without it']);
    expect(messages('a = 1\0')).toContain('a NUL character does not belong in a text');
    expect(texts('a = "\\400"')).toEqual(['"\\400"']);
  });

  it('are told once when the text ends too early, whatever is open', () => {
    expect(messages('a {\n b {\n c = [')).toEqual(['a value or "]" expected, found the end of the text']);
  });

  it('let an argument be repeated for those who allow it', () => {
    const source = { name: 'a.hcl', text: 'a = 1\na = 2' };
    expect(parseHcl1(source, { repeated: 'allowed' }).problems).toEqual([]);
    expect(parseHcl1(source).refusal).toMatch(/^The argument "a" at 2:1 was already set/);
  });

  it('include nesting that would exhaust the stack', () => {
    for (const text of [
      'a {'.repeat(50_000),
      `a = ${'['.repeat(50_000)}`,
      `a = ${'[{b='.repeat(50_000)}`,
      '{"a":'.repeat(50_000),
    ]) {
      expect(messages(text).join()).toContain('nested more than');
    }
  });
});

describe('places', () => {
  it('are offsets of the text as it is, CRLF and all', () => {
    const text = '# one\r\nkey "a" {\r\n  policy = "read" // two\r\n}\r\n';
    const { file } = read(text);
    const [item] = file.items;
    expect(file.comments.map((comment) => comment.text)).toEqual(['# one', '// two']);
    expect(file.comments.map(({ start, end }) => text.slice(start, end))).toEqual(['# one', '// two']);
    expect(text.slice(item?.start, item?.end)).toBe('key "a" {\r\n  policy = "read" // two\r\n}');
    expect(
      item?.value.kind === 'object' && text.slice(item.value.items[0]?.value.start, item.value.items[0]?.value.end),
    ).toBe('"read"');
  });

  it('enclose what is inside them, whatever the text, and reading never fails', () => {
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
      '\r\n',
      '1',
      '<<E\nx\nE\n',
      '"${',
      '/*',
      '*/',
      '#',
      '\0',
      '\uFEFF',
      ':',
      'true',
      '"\\',
      '<<-E\n x\n E\n',
    );
    const text = fc.oneof(
      fc.array(word, { maxLength: 30 }).map((words) => words.join(' ')),
      fc.string({ unit: 'binary' }),
      fc.json(),
    );
    fc.assert(
      fc.property(text, (input) => {
        const { file, problems } = read(input);
        for (const { start, end } of problems) expect(0 <= start && start <= end && end <= input.length).toBe(true);
        checkItems(file.items, { start: 0, end: input.length });
      }),
      { numRuns: 3000, seed: 3 },
    );
  });
});

function checkItems(items: readonly Item[], around: Range): void {
  for (const item of items) {
    checkInside(item.value, item);
    for (const key of item.keys) checkInside(key, around);
    checkValue(item.value);
  }
}

function checkValue(value: Value): void {
  if (value.kind === 'object') checkItems(value.items, value);
  if (value.kind !== 'list') return;
  for (const inner of value.items) {
    checkInside(inner, value);
    checkValue(inner);
  }
}

function checkInside(inner: Range, outer: Range): void {
  expect([inner.start >= outer.start, inner.end <= outer.end, inner.start <= inner.end]).toEqual([true, true, true]);
}
