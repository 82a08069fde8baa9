import { constants, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate, type EvaluationProblem } from '../../../src/syntax/expression/evaluate.ts';
import { holdsSecret, object, string, unknown, type Value } from '../../../src/syntax/expression/value.ts';
import { parseHcl2Expression } from '../../../src/syntax/hcl/hcl2.ts';
import { valueOf } from './oracle-value.ts';

interface Stored {
  readonly text: string;
  readonly answer?: {
    readonly value?: unknown;
    readonly errors?: readonly string[];
    readonly unknown?: string;
    readonly crash?: string;
    /** JSON has no infinity. */
    readonly unencodable?: string;
  };
}

const stored = JSON.parse(
  readFileSync(new URL('../../fixtures/hcl2-values.json', import.meta.url), 'utf8'),
) as readonly Stored[];
/** In Go these depend on digits that a double does not have, or are refused by accident. */
const KNOWN = /\b(?:log|pow|signum)\(|indent\(-/;

describe("HashiCorp's evaluation with Nomad's functions", () => {
  const comparable = stored.filter(
    ({ text, answer }) =>
      answer !== undefined &&
      answer.crash === undefined &&
      answer.unencodable === undefined &&
      answer.unknown === undefined &&
      !KNOWN.test(text),
  );

  it('was asked about hundreds of expressions', () => {
    expect(comparable.length).toBeGreaterThan(500);
    expect(comparable.filter(({ answer }) => answer?.errors === undefined).length).toBeGreaterThan(90);
  });

  it.each(comparable.map(({ text, answer }) => [text, answer] as const))('agrees on %s', (text, answer) => {
    const mine = valueOf(text);
    expect(mine.errors !== undefined).toBe(answer?.errors !== undefined);
    if (answer?.errors === undefined) expect(mine.value).toEqual(answer?.value);
  });
});

describe('mistakes in expressions', () => {
  const refused = stored.filter(({ text, answer }) => answer?.errors !== undefined && !/yamldecode/.test(text));
  const words = (text: string, { errors = [] }: NonNullable<Stored['answer']>): boolean =>
    JSON.stringify(errors.map((error) => error.replace(/^a:[\d,-]+: /, ''))) === JSON.stringify(valueOf(text).errors);

  it('are told in the words of HashiCorp, but for a few', () => {
    const same = refused.filter(({ text, answer }) => answer !== undefined && words(text, answer));
    expect(same.length / refused.length).toBeGreaterThan(0.93);
  });

  it.each([
    ['concat(1, 2)', 'Invalid value for "seqs" parameter: all arguments must be lists or tuples; got number.'],
    ['flatten(0)', 'Call to function "flatten" failed: can only flatten lists, sets and tuples.'],
    ['contains(2, 0)', 'Call to function "contains" failed: argument must be list, tuple, or set.'],
    ['element(255, 2)', 'Call to function "element" failed: cannot read elements from number.'],
    ['keys(1)', 'Invalid value for "inputMap" parameter: must have map or object type.'],
    ['parseint(2, 2)', 'Invalid value for "number" parameter: first argument must be a string, not number.'],
    ['jsondecode("b,c")', `Call to function "jsondecode" failed: invalid character 'b' looking for beginning of value.`],
    ['base64decode("0")', `Call to function "base64decode" failed: failed to decode base64 data '0'.`],
    ['cidrsubnet("10.0.0.0/8", 30, 0)', 'Call to function "cidrsubnet" failed: insufficient address space to extend prefix of 8 by 30.'],
    ['cidrsubnets("10.0.0.0/8", 1.5)', 'Invalid value for "newbits" parameter: value must be a whole number, between -9223372036854775808 and 9223372036854775807.'],
    ['!(-(0))', 'Unsuitable value for unary operand: bool required, but have number.'],
  ])('are told as Nomad does: %s', (text, message) => {
    expect(valueOf(text).errors?.[0]?.split('; ').slice(1).join('; ')).toBe(message);
  }); // prettier-ignore
});

describe('a value', () => {
  const problems: EvaluationProblem[] = [];
  const run = (text: string, variables: Record<string, Value>): Value => {
    const scope = { variables: new Map([['var', object(Object.entries(variables))]]) };
    return evaluate(parseHcl2Expression(text).expression, { evaluate, text, scope, problems, functions: true });
  };
  const secret: Value = { ...string('hush-hush'), secret: true };

  it('that is not known passes its reason on to what is made of it', () => {
    expect(run('"a-${upper(var.x)}"', { x: unknown('var.x has no value') }).unknown).toBe('var.x has no value');
    expect(run('[for v in var.x : v]', { x: unknown('why') }).unknown).toBe('why');
    expect(run('"${uuidv4()}"', {}).unknown).toMatch(/another value each time/);
    expect(problems).toEqual([]);
  });

  it('that does not matter is not asked for', () => {
    expect(run('false && var.x', { x: unknown('why') }).data).toBe(false);
    expect(run('{ a = 1, b = var.x }.a', { x: unknown('why') }).data).toBe(1);
  });

  it.each([
    '"a-${var.s}"',
    'upper(var.s)',
    'var.s == "x"',
    'var.s == "x" ? 1 : 2',
    '[for v in [var.s] : "${v}!"][0]',
    '{ (var.s) = 1 }',
    'split("-", var.s)[0]',
    'jsonencode({ a = var.s })',
  ])('that is secret makes secret: %s', (text) => {
    expect(holdsSecret(run(text, { s: secret }))).toBe(true);
  });

  it('that was encrypted for a key is read, and stays secret', () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const given = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
    const values = {
      key: string(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()),
      given: string(publicEncrypt(given, Buffer.from('for your eyes')).toString('base64')),
    };
    expect(run('rsadecrypt(var.given, var.key)', values)).toMatchObject({ data: 'for your eyes', secret: true });
    const refused = (text: string): string | undefined => {
      problems.length = 0;
      run(text, values);
      return problems.splice(0)[0]?.message;
    };
    const failed = 'Call to function "rsadecrypt" failed: ';
    expect(refused('rsadecrypt("?", var.key)')).toBe(
      `${failed}failed to decode input "?": cipher text must be base64-encoded.`,
    );
    expect(refused('rsadecrypt(var.given, "x")')).toBe(`${failed}failed to parse key: no key found.`);
    expect(refused('rsadecrypt("YWJj", var.key)')).toBe(`${failed}crypto/rsa: decryption error.`);
  });

  it('that aliases of aliases make enormous is refused', () => {
    problems.length = 0;
    const lines = Array.from(
      { length: 9 },
      (_, at) => `a${String(at + 1)}: &a${String(at + 1)} [${`*a${String(at)}, `.repeat(9)}]`,
    );
    run('yamldecode(var.s)', { s: string(`a0: &a0 [x]\n${lines.join('\n')}\n`) });
    expect(problems.splice(0)[0]?.message).toContain('more than 200000 values');
  });

  it('that stands beside a secret is not secret', () => {
    expect(holdsSecret(run('[var.s, "a"][1]', { s: secret }))).toBe(false);
  });
});
