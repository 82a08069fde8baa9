import { describe, expect, it } from 'vitest';
import type { DataType } from '../../../src/syntax/selector/data-type.ts';
import { parseSelector } from '../../../src/syntax/selector/parse.ts';
import { evaluateTyped } from '../../../src/syntax/selector/typed.ts';

const text = { kind: 'text' } as const;
const service: DataType = {
  kind: 'struct',
  fields: {
    Name: text,
    Port: { kind: 'integer' },
    Weight: { kind: 'float' },
    Native: { kind: 'boolean' },
    Tags: { kind: 'list', of: text },
    Ports: { kind: 'list', of: { kind: 'integer' } },
    Meta: { kind: 'map', of: text },
    Checks: { kind: 'list', of: { kind: 'struct', fields: { Name: text, Passing: { kind: 'boolean' } } } },
  },
};
const data = {
  Name: 'web',
  Port: 8080,
  Weight: 0.5,
  Native: false,
  Tags: ['a', 'b'],
  Ports: [80, 443],
  Meta: { team: 'x' },
  Checks: [
    { Name: 'one', Passing: true },
    { Name: 'two', Passing: false },
  ],
};

describe('a selector over structs, lists and maps', () => {
  it.each([
    ['Port == 8080', true],
    ['Port == "0x1f90"', true],
    ['Weight != 0.5', false],
    ['Native == f', true],
    ['b in Tags', true],
    ['443 in Ports and 81 not in Ports', true],
    ['Meta.team == x', true],
    ['Meta.none == x', false],
    ['Meta.none != x', true],
    ['team in Meta', true],
    ['Checks.Name == two', true],
    // Any of the items may meet it, so that a condition and its opposite can both hold.
    ['Checks.Passing == true and Checks.Passing == false', true],
    ['Checks is not empty and Tags is empty', false],
    ['Name matches "^w"', true],
  ])('%s is %s', (selector, matches) => {
    expect(answer(selector)).toEqual({ ok: true, matches });
  });

  it.each([
    ['Port == x', 'Failed to coerce value "x" for selector "Port": strconv.ParseInt: parsing "x": invalid syntax'],
    ['Native == 2', 'Failed to coerce value "2" for selector "Native": strconv.ParseBool: parsing "2": invalid syntax'],
    ['a in Checks', 'Invalid match operator "In" for selector "Checks"'],
    ['Port is empty', 'Invalid match operator "Is Empty" for selector "Port"'],
    ['Checks.None == 1', 'Selector "Checks.None" is not valid'],
    ['Tags.x == 1', 'Selector "Tags.x" is not valid'],
  ])('%s is refused', (selector, error) => {
    expect(answer(selector)).toEqual({ ok: false, error });
  });
});

function answer(selector: string): unknown {
  const parsed = parseSelector(selector);
  return parsed.ok ? evaluateTyped(parsed.tree, service, data) : parsed;
}
