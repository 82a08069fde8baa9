import { random } from './random.ts';

const STRINGS = [
  '"a"',
  '""',
  '"b,c"',
  '"A b"',
  '"é😀"',
  '"10"',
  '"1.50"',
  '"true"',
  '" x "',
  '"a\\nb\\n"',
  '"10.0.0.0/8"',
  '"fd00::/16"',
  '"2020-01-02T03:04:05Z"',
  '"1h"',
  '"{\\"a\\":[1,true,null]}"',
  '"YWJj"',
  '"name,age\\nx,1\\n"',
  '"%s-%d"',
  '"%5.2f|%-4s|%v"',
  '"dns"',
  '"DD MMM YYYY hh:mm ZZZ"',
  '"[a-c]+"',
];
const NUMBERS = ['0', '1', '2', '-3', '1.5', '10', '36', '1e3', '0.1', '255'];
const CALLS: Readonly<Record<string, number>> = {
  abs: 1,
  base64decode: 1,
  base64encode: 1,
  can: 1,
  ceil: 1,
  chomp: 1,
  chunklist: 2,
  cidrhost: 2,
  cidrnetmask: 1,
  cidrsubnet: 3,
  cidrsubnets: 3,
  coalesce: 2,
  coalescelist: 2,
  compact: 1,
  concat: 2,
  contains: 2,
  csvdecode: 1,
  distinct: 1,
  element: 2,
  flatten: 1,
  floor: 1,
  format: 3,
  formatdate: 2,
  formatlist: 2,
  indent: 2,
  index: 2,
  join: 2,
  jsondecode: 1,
  jsonencode: 1,
  keys: 1,
  length: 1,
  lookup: 3,
  lower: 1,
  max: 2,
  md5: 1,
  merge: 2,
  min: 2,
  parseint: 2,
  pow: 2,
  range: 2,
  reverse: 1,
  replace: 3,
  regex_replace: 3,
  setintersection: 2,
  setproduct: 2,
  setunion: 2,
  sha1: 1,
  sha256: 1,
  sha512: 1,
  signum: 1,
  slice: 3,
  sort: 1,
  split: 2,
  strlen: 1,
  strrev: 1,
  substr: 3,
  timeadd: 2,
  title: 1,
  trim: 2,
  trimprefix: 2,
  trimspace: 1,
  trimsuffix: 2,
  try: 2,
  upper: 1,
  urlencode: 1,
  uuidv5: 2,
  values: 1,
  zipmap: 2,
};

/** Expressions whose values the oracle is asked for. */
export function valueTexts(seed: number, count: number): string[] {
  const { pick, times, chance } = random(seed);
  const texts = new Set<string>();
  const string = (): string => pick(STRINGS);
  const list = (): string =>
    pick([
      () => `[${times(3, string).join(', ')}]`,
      () => `[${times(3, () => pick(NUMBERS)).join(', ')}]`,
      () => `[${times(2, () => expression(1)).join(', ')}]`,
      () => 'split(",", "b,a,b")',
      () => '["a", "b", "a"]',
    ])();
  const object = (): string =>
    pick([
      '{ a = 1, b = "x" }',
      '{}',
      '{ a = [1], "c d" = { e = null } }',
      `{ (${string()}) = 2 }`,
      'convert({ x = "1" }, map(string))',
      'zipmap(["k"], ["v"])',
    ]);
  function expression(depth: number): string {
    if (depth <= 0)
      return pick([
        string,
        string,
        () => pick(NUMBERS),
        () => pick(['true', 'false', 'null', 'foo', 'a.b']),
        list,
        object,
      ])();
    const e = (): string => expression(depth - 1);
    return pick([
      call,
      call,
      call,
      () => `${e()} ${pick(['+', '-', '*', '/', '%', '==', '!=', '<', '>=', '&&', '||'])} ${e()}`,
      () => `${e()} ? ${e()} : ${e()}`,
      () => `"${pick(['', 'x '])}\${${e()}}${pick(['', '!'])}"`,
      () => `[for ${chance(0.5) ? 'k, ' : ''}v in ${e()} : v${chance(0.3) ? ' if v != "a"' : ''}]`,
      () => `{for k, v in ${e()} : k => v}`,
      () => `{for v in ${e()} : v => 1...}`,
      () => `${list()}[${pick(NUMBERS)}]`,
      () => `${object()}${pick(['.a', '["a"]', '.zz', '[0]'])}`,
      () => `${e()}[*]`,
      () => `${pick(['!', '-'])}(${e()})`,
      () =>
        `convert(${e()}, ${pick(['string', 'number', 'bool', 'list(string)', 'set(string)', 'map(string)', 'list(any)', 'tuple([string, number])', 'object({a=string})'])})`,
      () => `"%{ for v in ${list()} ~} \${v} %{ endfor }"`,
    ])();
  }
  /** Mostly arguments of the right kind. */
  function call(): string {
    const name = pick(Object.keys(CALLS));
    const arg = pick([string, string, list, list, object, () => pick(NUMBERS), () => expression(0)]);
    return `${name}(${Array.from({ length: CALLS[name] ?? 1 }, () => (chance(0.6) ? arg() : pick([string, list, object, () => pick(NUMBERS)])())).join(', ')})`;
  }
  while (texts.size < count) texts.add(expression(2));
  return [...texts].filter((text) => !text.includes('\n'));
}
