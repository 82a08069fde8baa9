import { describe, expect, it } from 'vitest';
import { readDocument, type DocumentPath, type SpecDocument } from '../../src/spec/document.ts';
import { describePlace } from '../../src/syntax/source.ts';

function read(text: string): SpecDocument {
  const result = readDocument({ name: 'f', text });
  if ('errors' in result) throw new Error(result.errors[0]?.message);
  return result.document;
}

function mistakes(text: string): readonly string[] {
  const result = readDocument({ name: 'f', text });
  if (!('errors' in result)) return [];
  return result.errors.map(
    (error) => `${error.place === undefined ? '' : describePlace(error.place)} ${error.message}`,
  );
}

describe('readDocument', () => {
  it.each<[string, DocumentPath, string]>([
    ['a:\n  b: [1, two]\n', ['a', 'b', 1], 'two'],
    ['{"a": {"b": "x"}}', ['a', 'b'], '"x"'],
    ['a: &x { b: 1 }\nc: *x\n', ['c', 'b'], '1'],
    ['a:\n  b:\n', ['a', 'b'], 'b'],
    ['a: 1\n', ['a', 'deeper'], '1'],
    ['1: x\n', ['1'], 'x'],
    ['\ufeffa: x\n', ['a'], 'x'],
    ['a:\r\n  b: x\r\n', ['a', 'b'], 'x'],
    ['{\n\t"a": {\n\t\t"b": "x"\n\t}\n}\n', ['a', 'b'], '"x"'],
  ])('%j: the value at %j stands at %j', (text, path, expected) => {
    const { source, start, end } = read(text).valueAt(path);
    expect(source.text.slice(start, end)).toBe(expected);
  });

  it.each([
    ['literal block', 'a: |\n  one\n\n    two BAD\n  three\n'],
    ['literal block, CRLF', 'a: |-\r\n  one\r\n\r\n    two BAD\r\n'],
    ['literal block with an indent of its own', 'a: |2\n    one\n  BAD\n'],
    ['plain', 'a: some BAD text\n'],
    ['double quoted', 'a: "some BAD text"\n'],
    ['single quoted', "a: 'some BAD text'\n"],
  ])('finds a range within a %s text', (_, text) => {
    const document = read(text);
    const value = (document.value as { a: string }).a;
    const offset = value.indexOf('BAD');
    const { start, end } = document.textAt(['a'], offset, offset + 3);
    expect(text.slice(start, end)).toBe('BAD');
  });

  it('points at a whole text that cannot be matched', () => {
    const text = 'a: "esc\\u0061ped BAD"\n';
    const { start, end } = read(text).textAt(['a'], 3, 5);
    expect(text.slice(start, end)).toBe('"esc\\u0061ped BAD"');
  });

  it.each([
    ['a: 1\nb: 2\na: 3\n', 'f:3:1 this key stands in the map already'],
    ['', 'f:1:1 f is empty'],
    ['# only a comment\n', 'f:1:1 f is empty'],
    ['a: 1\n---\nb: 2\n', 'f:2:1 a file holds one document: put the parts after `---` into files of their own'],
    ['a: !vault x\n', 'f:1:4 Unresolved tag: !vault'],
    ['a: &a [*a]\n', 'f:1:8 the value of &a contains itself'],
    ['a: &a { b: *a }\n', 'f:1:12 the value of &a contains itself'],
    ['a: *gone\n', 'f:1:4 there is no anchor &gone above'],
  ])('%j: %s', (text, expected) => {
    expect(mistakes(text)).toEqual([expected]);
  });

  it('refuses a bomb of aliases and bottomless nesting', () => {
    const bomb = [
      'a0: &a0 [x, x]',
      ...Array.from({ length: 30 }, (_, i) => `a${String(i + 1)}: &a${String(i + 1)} [*a${String(i)}, *a${String(i)}]`),
    ];
    expect(mistakes(bomb.join('\n'))[0]).toContain('its aliases expand to too much');
  });

  it.each([['['], ['{'], ['{a: '], ['- '], ['? '], ['[\n']])('refuses bottomless nesting of %j', (piece) => {
    expect(mistakes(`a: b\n${piece.repeat(100_000)}`)).toEqual([expect.stringContaining('nested too deeply')]);
  });

  it('counts no brackets within texts as nesting', () => {
    expect(mistakes(`a: "${'['.repeat(200)}"\nb: |\n  ${'[\n  '.repeat(200)}\nc: x${'['.repeat(200)}`)).toEqual([]);
  });
});
