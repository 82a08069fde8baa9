import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairRules } from '../../src/kinds/consul/pair-rules.ts';

type WantedRule = Parameters<typeof pairRules>[0][number];
type LiveRule = Parameters<typeof pairRules>[1][number];

interface Rule {
  readonly method?: string;
  readonly type?: 'service' | 'role' | 'templated-policy';
  readonly name?: string;
  readonly selector?: string;
  readonly description?: string;
  readonly vars?: string;
}

function object({
  method = 'm',
  type = 'service',
  name = 'web',
  selector = '',
  description = '',
  vars,
}: Rule): Pick<LiveRule, 'identity' | 'body'> {
  return {
    identity: { name: `${type}/${name}`, parent: method },
    body: {
      bind_type: type,
      bind_name: name,
      selector,
      description,
      bind_vars: vars === undefined ? {} : { name: vars },
    },
  };
}

const wanted = (address: string, rule: Rule, id?: string): WantedRule => ({ ...object(rule), address, id });
const live = (id: string, rule: Rule): LiveRule => ({ ...object(rule), id });

function pairs(rules: readonly WantedRule[], found: readonly LiveRule[]): Record<string, string> {
  return Object.fromEntries([...pairRules(rules, found)].map(([{ address }, { id }]) => [address, id]));
}

describe('a wanted binding rule means the live one', () => {
  it.each<[string, readonly WantedRule[], readonly LiveRule[], Record<string, string>]>([
    [
      'that says the same',
      [wanted('a', { selector: 'x' })],
      [live('1', {}), live('2', { selector: ' x\n' })],
      { a: '2' },
    ],
    ['of the same method only', [wanted('a', {}, '1')], [live('1', { method: 'other' })], {}],
    ['of the same method in other letters', [wanted('a', {})], [live('1', { method: 'M' })], { a: '1' }],
    [
      'that its owner remembers, whatever it says now',
      [wanted('a', { selector: 'x' }, '2')],
      [live('1', {}), live('2', { type: 'role', name: 'r' })],
      { a: '2' },
    ],
    [
      'that says the same, rather than the remembered one',
      [wanted('a', { selector: 'x' }, '1')],
      [live('1', {}), live('2', { selector: 'x' })],
      { a: '2' },
    ],
    [
      'with another description',
      [wanted('a', { selector: 'x', description: 'new' })],
      [live('1', { selector: 'y', description: 'new' }), live('2', { selector: 'x' })],
      { a: '2' },
    ],
    [
      'with an edited selector',
      [wanted('a', { selector: 'x' })],
      [live('1', { selector: 'y' }), live('2', { name: 'api', selector: 'z' })],
      { a: '1' },
    ],
    [
      'with an edited name',
      [wanted('a', { selector: 'x', name: 'new' })],
      [live('1', { selector: 'x', name: 'old' })],
      { a: '1' },
    ],
    ['but none that shares only an empty selector', [wanted('a', { name: 'new' })], [live('1', { name: 'old' })], {}],
    [
      'but none of another bind type',
      [wanted('a', { selector: 'x' })],
      [live('1', { selector: 'x', type: 'role' })],
      {},
    ],
    [
      'with the same variables',
      [wanted('a', { type: 'templated-policy', vars: 'x' })],
      [
        live('1', { type: 'templated-policy', vars: 'y' }),
        live('2', { type: 'templated-policy', vars: 'x', description: 'd' }),
      ],
      { a: '2' },
    ],
    [
      'when one of two that differ in their selectors was edited',
      [wanted('a', { selector: 'edited' }), wanted('b', { selector: 'second' })],
      [live('1', { selector: 'first' }), live('2', { selector: 'second' })],
      { a: '1', b: '2' },
    ],
    [
      'when both of two were edited, by memory',
      [wanted('a', { selector: 'A' }, '2'), wanted('b', { selector: 'B' }, '1')],
      [live('1', { selector: 'x' }), live('2', { selector: 'y' })],
      { a: '2', b: '1' },
    ],
    ['once', [wanted('a', {}), wanted('b', {})], [live('1', {})], { a: '1' }],
    [
      'each of two that say the same',
      [wanted('a', {}), wanted('b', {})],
      [live('2', {}), live('1', {})],
      { a: '1', b: '2' },
    ],
  ])('%s', (_, rules, found, expected) => {
    expect(pairs(rules, found)).toEqual(expected);
  });
});

const rule = fc.record({
  method: fc.constantFrom('m', 'n'),
  type: fc.constantFrom('service' as const, 'role' as const),
  name: fc.constantFrom('web', 'api'),
  selector: fc.constantFrom('', 'x', 'y'),
  description: fc.constantFrom('', 'd'),
});
const wantedRules = fc
  .array(fc.tuple(rule, fc.option(fc.constantFrom('0', '1', '2', '3'), { nil: undefined })), { maxLength: 6 })
  .map((rules) => rules.map(([one, id], at) => wanted(`w${String(at)}`, one, id)));
const liveRules = fc.array(rule, { maxLength: 6 }).map((rules) => rules.map((one, at) => live(String(at), one)));

it('pairs the same whatever the order of the two lists, and no live rule twice', () => {
  const shuffled = fc
    .tuple(wantedRules, liveRules)
    .chain(([w, l]) =>
      fc.tuple(
        fc.constant([w, l] as const),
        fc.shuffledSubarray(w, { minLength: w.length }),
        fc.shuffledSubarray(l, { minLength: l.length }),
      ),
    );
  fc.assert(
    fc.property(shuffled, ([[w, l], otherW, otherL]) => {
      const found = pairs(w, l);
      expect(pairs(otherW, otherL)).toEqual(found);
      expect(new Set(Object.values(found)).size).toBe(Object.values(found).length);
    }),
  );
});
