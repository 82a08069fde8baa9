import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GoObject, parseGoJson, type GoJson } from '../../src/syntax/go-json.ts';

function read(text: string | Buffer): GoJson | { error: string } {
  const parsed = parseGoJson(Buffer.from(text as string));
  return parsed.ok ? parsed.value : { error: parsed.error };
}

function plain(value: GoJson): unknown {
  if (value instanceof GoObject)
    return Object.fromEntries(value.members.map(({ name, value: member }) => [name, plain(member)]));
  return Array.isArray(value) ? (value as readonly GoJson[]).map(plain) : value;
}

describe('JSON as Go reads it', () => {
  // Each text as Go 1.26 answers it.
  test.each([
    ['', 'unexpected end of JSON input'],
    ['{', 'unexpected end of JSON input'],
    ['"a', 'unexpected end of JSON input'],
    ['-', "invalid character ' ' in numeric literal"],
    ['1.', "invalid character ' ' after decimal point in numeric literal"],
    ['tru', "invalid character ' ' in literal true (expecting 'e')"],
    ['"\\', "invalid character ' ' in string escape code"],
    ['{"a"}', "invalid character '}' after object key"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{"a":1 "b"', `invalid character '"' after object key:value pair`],
    ["{'a':1}", String.raw`invalid character '\'' looking for beginning of object key string`],
    ['01', "invalid character '1' after top-level value"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
    ['trux', "invalid character 'x' in literal true (expecting 'e')"],
    ['"\u0001"', String.raw`invalid character '\x01' in string literal`],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u00g0"', String.raw`invalid character 'g' in \u hexadecimal character escape`],
    ['\uFEFF{}', "invalid character 'ï' looking for beginning of value"],
    ['['.repeat(10_001), "invalid character '[' exceeded max depth"],
    ['{"a":'.repeat(10_001), "invalid character '{' exceeded max depth"],
  ])('%j is refused in its words', (text, error) => {
    expect(read(text)).toEqual({ error });
  });

  test('whatever JSON.stringify writes is read back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(plain(read(text) as GoJson))).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['['.repeat(10_000), ']'.repeat(10_000)],
    ['{"a":'.repeat(9_999) + '{', '}'.repeat(10_000)],
  ])('ten thousand levels are read', (open, close) => {
    expect(parseGoJson(Buffer.from(open + close)).ok).toBe(true);
  });

  test('members that occur twice are kept, and the last one counts', () => {
    const value = read('{"a":1,"b":2,"a":3}') as GoObject;
    expect(value.members.map(({ name }) => name)).toEqual(['a', 'b', 'a']);
    expect(value.get('a')).toBe(3);
  });

  test('each byte that is no UTF-8 becomes a replacement character', () => {
    expect(read(Buffer.from([0x22, 0xe2, 0x82, 0x41, 0xff, 0x22]))).toBe('\uFFFD\uFFFDA\uFFFD');
  });

  test('a number beyond a double is noted as it is written', () => {
    expect(parseGoJson(Buffer.from('[1, -1e999]'))).toMatchObject({ ok: true, huge: '-1e999' });
  });
});
