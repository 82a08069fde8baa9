import fc from 'fast-check';
import type { Refusal } from '../../src/validation/refusal.ts';
import type { Server } from '../servers/index.ts';

export interface Answer {
  readonly status: number;
  /** The server's text; empty when it took the write. */
  readonly text: string;
  readonly body: string;
}

/** Sends a write to a server and gives what it says. */
export async function send(server: Server, method: 'PUT' | 'POST', path: string, content: unknown): Promise<Answer> {
  const headers = { 'X-Consul-Token': server.token, 'X-Vault-Token': server.token };
  const response = await fetch(`${server.address}/v1/${path}`, { method, headers, body: JSON.stringify(content) });
  const body = await response.text();
  const text = response.ok
    ? ''
    : path.startsWith('acl/')
      ? body
      : (JSON.parse(body) as { errors: string[] }).errors.join('\n');
  return { status: response.status, text, body };
}

export interface Difference {
  readonly input: unknown;
  readonly predicted: string;
  readonly answered: string;
}

/** The inputs about which prediction and server differ: none is what the tests ask for. */
export async function differences<T>(
  inputs: readonly T[],
  predict: (input: T) => Refusal | undefined,
  ask: (input: T, index: number) => Promise<Answer>,
): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (const [index, input] of inputs.entries()) {
    const answer = await ask(input, index);
    const refused = predict(input);
    const predicted = refused === undefined ? '' : `${String(refused.status)} ${refused.text}`;
    const answered = answer.text === '' ? '' : `${String(answer.status)} ${answer.text}`;
    const alternatives = refused?.alternatives?.map((text) => `${String(refused.status)} ${text}`) ?? [];
    if (predicted !== answered && !alternatives.includes(answered)) found.push({ input, predicted, answered });
  }
  return found;
}

/**
 * The same inputs in every run, unless `WID_CONFORMANCE_SEED` asks for others; `WID_CONFORMANCE_TIMES=20` makes twenty
 * times as many, for a look that is longer than a test may take.
 */
export function sample<T>(arbitrary: fc.Arbitrary<T>, count: number): readonly T[] {
  const { WID_CONFORMANCE_SEED: seed = '20260115', WID_CONFORMANCE_TIMES: times = '1' } = process.env;
  return fc.sample(arbitrary, { numRuns: count * Number(times), seed: Number(seed) });
}

const names = fc.constantFrom(
  'value.ns',
  'value.job',
  'value["a b"]',
  'value.none',
  'list.groups',
  'list.none',
  'value',
  'list',
  'foo',
  'value.a.b',
);
const patternPieces = fc.constantFrom(
  'a',
  'web',
  '.',
  '^',
  '$',
  '*',
  '+',
  '?',
  '|',
  '(',
  ')',
  '(?:',
  '(?i)',
  '(?i:',
  '(?s-m)',
  '(?P<n>',
  '(?<n',
  '(?=',
  '[',
  ']',
  '[^',
  '-',
  '[a-z]',
  '[z-a]',
  '[[:alpha:]]',
  '[[:^space:]',
  '[[:zed:]]',
  '{',
  '}',
  '{2}',
  '{2,1}',
  '{0,3}',
  '{1001}',
  '{100}',
  '{,2}',
  '\\d',
  '\\W',
  '\\b',
  '\\pL',
  '\\p{Greek}',
  '\\P{^Lu}',
  '\\p{Zed}',
  '\\Q.*',
  '\\E',
  '\\8',
  '\\12',
  '\\x41',
  '\\x{1F600}',
  '\\x{110000}',
  '\\xg',
  '\\',
  '\\z',
  '\\A',
  '\\C',
  '\\_',
  '\\n',
  'é',
  'ſ',
  'K',
  ' ',
);

/** Regular expressions, good and bad. */
export const patterns: fc.Arbitrary<string> = fc
  .array(patternPieces, { minLength: 1, maxLength: 5 })
  .map((pieces) => pieces.join(''));
const values = fc.oneof(
  fc.constantFrom(
    'default',
    'web',
    '"web api"',
    '`a`',
    '0',
    '-1.5',
    '042',
    '""',
    '"\\t"',
    '"\\u00e9"',
    '"\\q"',
    'a.b',
    'a["b"]',
    "'x'",
    '"open',
    '3x',
    '"x\ny"',
    'not',
    'is',
    '-',
    '1.',
  ),
  patterns.map((pattern) => `\`${pattern}\``),
);
const operators = fc.constantFrom(
  '==',
  '!=',
  ' == ',
  ' != ',
  ' matches ',
  ' not matches ',
  ' contains ',
  ' not contains ',
  ' in ',
  ' = ',
  ' is ',
  '  ==\t',
);
const match = fc.oneof(
  fc.tuple(names, operators, values).map((parts) => parts.join('')),
  fc
    .tuple(names, fc.constantFrom(' is empty', ' is not empty', ' is  not\nempty', ' isnot empty'))
    .map((parts) => parts.join('')),
  fc.tuple(values, fc.constantFrom(' in ', ' not in ', ' in', 'in '), names).map((parts) => parts.join('')),
);
const chain = fc.letrec<{ chain: string }>((tie) => ({
  chain: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    match,
    fc
      .tuple(tie('chain'), fc.constantFrom(' and ', ' or ', ' && ', ' and\n', 'and '), tie('chain'))
      .map((parts) => parts.join('')),
    tie('chain').map((inner) => `(${inner})`),
    tie('chain').map((inner) => `not ${inner}`),
    tie('chain').map((inner) => `( ${inner} `),
  ),
})).chain;
const soup = fc
  .array(
    fc.oneof(
      names,
      operators,
      values,
      fc.constantFrom('(', ')', ' ', 'not ', ' and ', ' or ', '[', ']', '.', '"', '`', 'é', '\n', '𝒳', '!', '0'),
    ),
    { maxLength: 9 },
  )
  .map((parts) => parts.join(''));

/** Selectors, good and bad, and some that are none at all. */
export const selectors: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: chain },
  { weight: 1, arbitrary: soup },
);

const terms = fc.constantFrom(
  'value.ns',
  'value.job',
  'value.none',
  'value.num',
  '"lit"',
  '"A-${value.ns}"',
  '1',
  '2.50',
  'true',
  'value.a-b',
  'foo()',
  'value["x"]',
  '1000000.0',
  '0.00001',
  '9223372036854775807',
  '9223372036854775808',
  '""',
  '"x\\"y"',
  '"\\q"',
  'a.*.b',
  'a.*b',
  '1.',
  '1.2.3',
  '"7"',
  '"0x1f"',
  '"1_0"',
  '"t"',
  "'x'",
  '-3',
  '!true',
  'value.num',
);
const expressions = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    terms,
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(' + ', '-', ' - ', '*', ' / ', ' % ', ' == ', ' != ', '<', ' >= ', ' && ', '||', ' & ', ' = '),
        tie('expression'),
      )
      .map((parts) => parts.join('')),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
    tie('expression').map((inner) => `(${inner})`),
    tie('expression').map((inner) => `(${inner}`),
  ),
})).expression;

/** Bind names, good and bad. */
export const templates: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom('svc-', 'a', '-', 'UP', '$$', '$', '}', '${', '"', ' ', '.', '/', 'é', '\n'),
      expressions.map((expression) => `\${${expression}}`),
      expressions.map((expression) => `\${ ${expression} }`),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(''));

/** A value of no particular type, as people get them wrong. */
export const anything: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  true,
  5,
  -1,
  1.5,
  '',
  'x',
  'a,b',
  '60s',
  '5',
  [],
  [1],
  ['x'],
  [null],
  [['x']],
  {},
  { a: 'b' },
  { a: 1, b: [2] },
  [{ a: 'b' }, { c: 'd' }],
);

/** Objects with all of some fields and a few of others: with everything wrong at once only the first check would ever be seen. */
export function few(
  always: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  sometimes: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  most = 2,
): fc.Arbitrary<Record<string, unknown>> {
  const chosen = fc.subarray(Object.keys(sometimes), { maxLength: most });
  return fc.tuple(fc.record(always), fc.record(sometimes), chosen).map(([all, some, names]) => ({
    ...all,
    ...Object.fromEntries(names.map((name) => [name, some[name]])),
  }));
}
