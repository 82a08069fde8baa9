// Makes texts for the oracle, the same ones for the same seed:
//   node corpus.mjs [SEED] [COUNT] | go run . > ../../../fixtures/hcl1-verdicts.json
import { argv, stdout } from 'node:process';

const [seed = '1', count = '900'] = argv.slice(2);
let state = Number(seed) >>> 0;

/** A number in [0, 1): mulberry32. */
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = state;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const below = (limit) => Math.floor(random() * limit);
const pick = (choices) => choices[below(choices.length)];
const times = (limit, make) => Array.from({ length: below(limit + 1) }, make);

const names = [
  'key',
  'path',
  'policy',
  'capabilities',
  'acl',
  'a',
  'b-c',
  'd.e',
  '_x',
  'é',
  '名前',
  '"quoted"',
  '"a b"',
  'service_prefix',
];
const labels = [
  '"web/*"',
  '"secret/{{x}}"',
  '""',
  '"é"',
  'plain',
  '"a${b "c"}d"',
  '"\\u00e9\\n"',
  '"\\xc3\\xa9"',
  '"${a\nb}"',
];
const numbers = [
  '0',
  '1',
  '42',
  '-7',
  '0x1F',
  '0755',
  '08',
  '099',
  '1.5',
  '-0.25',
  '1e3',
  '1e',
  '1.',
  '2.e5',
  '.5',
  '.5e3',
  '0x',
  '1E+2',
  '1e-',
  '0e',
  '00.5',
];
const strings = [
  '"read"',
  '"write"',
  '""',
  '"a\\tb"',
  '"\\""',
  '"${x}"',
  '"${"}"}"',
  '"a$b"',
  '"$${a}"',
  '"\\101"',
  '"\\U0001F600"',
  '"😀"',
  '"\\ud800"',
  '"{}"',
  '"\\xff"',
  '"\\400"',
];
const blanks = [' ', '  ', '\t', '\n', '\r\n', '\n\n', ' # note\n', ' // note\n', ' /* a\nb */ ', ''];
const heredocs = [
  '<<EOF\none\ntwo\nEOF\n',
  '<<-EOF\n  one\n    two\n  EOF\n',
  '<<-EOF\n one\n   EOF\n',
  '<<E\nE\n',
  '<<EOF\n a\n  EOF\n',
  '<<-E\nx\nE\n E\n',
];
const broken = [
  '<<EOF \na\nEOF\n',
  '<<EOF\na\nEOF',
  '<<EOF\na\nEOF \nEOF\n',
  '<<\nx\n',
  '<<-\nx\n',
  '<x',
  '<',
  '"open',
  '"open\n',
  '/',
  '/*',
  '/* *',
  '/*/',
  '#',
  '//',
  '=',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '+',
  '-',
  '.',
  '?',
  '\\',
  "'",
  '\0',
  '\uFEFF',
  '\uE123',
  '"\0"',
  '"\\x"',
  '"\\q"',
  '"\\x4"',
  '"\\u12"',
  '"\\7"',
  '"${',
  '"${a"',
  'true',
  'null',
  '\u00a0',
  '\f',
  '\r',
  '<<EOF',
  '<<E\n',
  '"a\\',
  '"a\\0',
];

const blank = () => pick(blanks);
const gap = () => pick([' ', ' ', ' ', '\t', ' /* c */ ']);
const literal = () =>
  pick([() => pick(strings), () => pick(strings), () => pick(numbers), () => pick(['true', 'false'])])();
const list = (depth) => `[${times(3, () => blank() + value(depth - 1)).join(',')}${pick(['', '', ',', ' '])}]`;
const object = (depth) => `{${blank()}${times(3, () => item(depth - 1)).join('')}}`;
function value(depth) {
  if (depth <= 0) return literal();
  return pick([literal, literal, literal, () => list(depth), () => object(depth), () => pick(heredocs)])();
}
function item(depth) {
  const name = pick(names);
  const end = pick(['\n', '\n', '\r\n', ' # end\n', ', ', ' ']);
  if (random() < 0.5) return `${name}${gap()}=${gap()}${value(depth)}${end}`;
  return `${name} ${times(2, () => pick(labels) + ' ').join('')}${object(depth)}${end}`;
}
const config = () => blank() + times(3, () => item(3)).join(blank());

const jsonText = () =>
  pick(['"a"', '"read"', '"\\u00e9"', '"a\\/b"', '"\\n"', '"\\ud83d\\ude00"', '"${x}"', '"é"', '"a b"']);
const jsonScalar = () =>
  pick([jsonText, jsonText, () => pick(['1', '-2', '1.5', '1e3', 'true', 'false', 'null', '0', '01', '-', 'nul'])])();
function json(depth) {
  if (depth <= 0) return jsonScalar();
  return pick([
    jsonScalar,
    () => `[${times(3, () => json(depth - 1)).join(pick([',', ', ', ' ']))}]`,
    () => jsonObject(depth),
    () => jsonObject(depth),
  ])();
}
function jsonObject(depth) {
  return `{${pick(['', ' ', '\n', '\r\n'])}${times(3, () => `${jsonText()}:${pick(['', ' '])}${json(depth - 1)}`).join(pick([',', ', ', ',\n']))}}`;
}

function damaged(text) {
  const at = below(text.length + 1);
  const cut = pick([0, 0, 1, 2, 5]);
  return text.slice(0, at) + pick([...broken, '', '']) + text.slice(at + cut);
}
const soup = () =>
  times(9, () => pick([...broken, ...names, ...strings, ...numbers, ...heredocs, ' ', '\n', ' = ', '{', '}'])).join(
    pick(['', ' ']),
  );
const makers = [
  config,
  () => damaged(config()),
  () => damaged(config()),
  () => damaged(damaged(config())),
  soup,
  () => jsonObject(3),
  () => damaged(jsonObject(3)),
];

const fixed = [
  '',
  ' ',
  '\n',
  'key "a" {',
  'a = ',
  'a',
  'a b = 1',
  'a = 1\na = 2',
  '"a" = 1\na = 2',
  'a {} a {}',
  'a { b = 1 b = 2 }',
  'a = [{b = 1 b = 2}]',
  'a = [[1] [2]]',
  '{',
  '{}',
  '{} x',
  '\uFEFF{}',
  '\uFEFFa = 1',
  '\v{}',
  '\u0085{"a":1}',
];
const texts = new Set(fixed);
while (texts.size < Number(count)) {
  const text = pick(makers)();
  if (text.isWellFormed?.() ?? true) texts.add(text);
}
for (const text of texts) stdout.write(`${JSON.stringify(text)}\n`);
