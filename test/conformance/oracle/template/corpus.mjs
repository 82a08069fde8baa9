// Makes templates for the oracle, the same ones for the same seed: sound ones, damaged ones and plain soup.
//   node corpus.mjs [SEED] [COUNT] | go run . verdicts > ../../../fixtures/template-verdicts.jsonl
import { argv, stdout } from 'node:process';

const [seed = '1', count = '1500'] = argv.slice(2);
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
const chance = (share) => random() < share;

const FUNCTIONS = [
  ...['key', 'keyOrDefault', 'ls', 'tree', 'service', 'services', 'secret', 'secrets', 'nomadVar', 'env', 'file'],
  ...['printf', 'eq', 'and', 'or', 'not', 'len', 'index', 'toUpper', 'sprig_upper', 'scratch', 'loop', 'printf', 'key'],
];
const VARIABLES = ['$', '$', '$.A', '$.B.C', '$', '$.é', '$x', '$y.A'];
const UNKNOWN = ['break', 'foo', 'keyy', '$undefined', '$é', '.1', 'key.A'];
const NUMBERS = [
  ...['0', '1', '42', '-1', '+7', '0x1F', '0b101', '0o17', '017', '08', '1_000', '1__0', '_1', '1_', '0x_1', '1.5'],
  ...['.5', '1.', '1e3', '1e', '1e400', '0x1p-2', '0x1.8p1', '0x1.8', '1i', '1+2i', '1-2.5i', '1+2', '0b12', '1a'],
  ...['18446744073709551615', '18446744073709551616', '-9223372036854775808', '-9223372036854775809', '0x', '1.5i'],
  ...["'a'", "'\\n'", "'\\''", "''", "'ab'", "'\\x41'", "'\\u00e9'", "'é'", "'\\777'", "'\\q'", "'日'", '0i', '1+0i'],
];
const STRINGS = [
  ...['"a"', '"app/config/password"', '"a/b@dc1"', '"x\\ty"', '"\\u00e9"', '"\\q"', '"\\x4"', '"é日本"', '`raw`', '``'],
  ...[
    '"a"',
    '"tag.name@dc1~_agent|passing"',
    '`a "b" {{ c }}`',
    '"a }} b"',
    '"k=v"',
    '`two\nlines`',
    '"\\"',
    '"\\x41\\101"',
  ],
];
const space = () => pick([' ', ' ', ' ', '  ', '\t', '\n', '']);

function operand(depth) {
  if (chance(0.02)) return pick(UNKNOWN);
  const chain = () => times(2, () => pick(['.A', '.Data.data', '.é', '.B'])).join('');
  return pick([
    () => pick(STRINGS),
    () => pick(STRINGS),
    () => (chance(0.5) ? pick(NUMBERS) : '7'),
    () => pick(VARIABLES),
    () => pick(['.', '.A', '.Data.data.x', '.ID', 'nil', 'true', 'false', '(1).b']),
    () => (depth > 0 ? `(${space()}${pipeline(depth - 1)}${space()})${chain()}` : '.A'),
    () => pick(FUNCTIONS) + (chance(0.1) ? chain() : ''),
  ])();
}
function command(depth) {
  const head = chance(0.7) ? pick(FUNCTIONS) : operand(depth);
  return [head, ...times(3, () => operand(depth))].join(
    pick([' ', ' ', ' ', ' ', ' ', '  ', '\n', chance(0.1) ? ', ' : ' ']),
  );
}
function pipeline(depth) {
  const declaration = chance(0.2) ? `${pick(['$x', '$y', '$x.A'])} ${pick([':=', ':=', '=', ':', ','])} ` : '';
  return (
    declaration +
    [command(depth), ...times(2, () => command(depth))].join(pick([' | ', '|', chance(0.1) ? ' || ' : ' | ']))
  );
}
function text() {
  return pick([
    '',
    ' ',
    '\n',
    'a = ',
    'listen 80;\n',
    '  \n\n',
    'é',
    '} }',
    '{ {',
    '# {',
    '%}',
    '日本\t',
    '-',
    '- ',
    '\r\n',
  ]);
}

function template(depth, left, right) {
  const open = () => left + pick(['', ' ', ' ', '- ', '-', '-\n', '\n']);
  const close = () => pick(['', ' ', ' ', ' -', '\n-', '-', '  -', '\n']) + right;
  const inner = () => (depth > 0 ? template(depth - 1, left, right) : text());
  const end = () => (chance(0.96) ? `${open()}end${close()}` : '');
  const otherwise = (word) => {
    if (!chance(0.4)) return '';
    const chained = chance(0.3) ? ` ${chance(0.8) ? word : 'with'} ${pipeline(1)}` : '';
    return `${open()}else${chained}${close()}${inner()}${chance(0.2) ? otherwise(word) : ''}`;
  };
  const statement = () =>
    pick([
      () => `${open()}${pipeline(2)}${close()}`,
      () => `${open()}${pipeline(2)}${close()}`,
      () => `${open()}if ${pipeline(1)}${close()}${inner()}${otherwise('if')}${end()}`,
      () => `${open()}with ${pipeline(1)}${close()}${inner()}${otherwise('with')}${end()}`,
      () => `${open()}with $x := ${command(1)}${close()}${inner()}${left}$x${right}${otherwise('with')}${end()}`,
      () =>
        `${open()}range ${pick(['', '', '$x := ', '$x, $y := ', '$x, $y = ', '$x, ', '$a, $b, $c := '])}${pipeline(1)}${close()}${inner()}${chance(0.3) ? `${open()}${pick(['break', 'continue'])}${close()}` : ''}${otherwise('range')}${end()}`,
      () => `${open()}define ${pick(['"t"', '`u`', '"t" .', 't', '""'])}${close()}${inner()}${end()}`,
      () => `${open()}block ${pick(['"t"', '"b"', 'b'])} ${pick(['.', pipeline(1), ''])}${close()}${inner()}${end()}`,
      () => `${open()}template ${pick(['"t"', '"t" .', `"t" ${pipeline(1)}`, 't', '"t" 1 2'])}${close()}`,
      () => `${left}${pick(['', '- '])}/*${pick([' c ', '', ' * ', '\n'])}*/${pick(['', ' -', ' ', ' x'])}${right}`,
      () =>
        `${open()}${pick(['break', 'continue', 'end', 'else', '', 'nil', '.', '|', '$x := ', '$x', '1', '"a"'])}${close()}`,
    ])();
  return [text(), ...times(3, () => statement() + text())].join('');
}

const SOUP = [
  ...['{{', '}}', '{{-', '-}}', ' -}}', '{{/*', '*/}}', 'if', 'end', 'else', 'range', 'with', '(', ')', '|', ':=', '='],
  ...['$x', '.', '.A', '"', '`', "'", '"a"', '1', ' ', '\n', 'key', ',', '#', '\\', 'é', '\u0000', '\u00a0', '😀', '!'],
  ...['define', '"t"', 'template', 'break', '{', '}', '%', '٣', '\u2028', '½', '$', ':', '0x', '+', '-'],
];

function damage(sound) {
  const at = below(sound.length + 1);
  const end = chance(0.5) ? at : at + below(6);
  return sound.slice(0, at) + (chance(0.5) ? pick(SOUP) : '') + sound.slice(end);
}

const FIXED = [
  '{{- if true -}} a {{- end -}}',
  '{{-3}}',
  '{{- 3 -}}',
  '{{3 -}}',
  '{{3-}}',
  '{{ "a" }',
  '{{',
  '}}',
  '{{}}',
  '{{ }}',
  '{{/* a */}}',
  '{{- /* a */ -}} x',
  '{{ /* a */ }}',
  '{{/* a',
  '{{/* a */',
  '{{/* a */ }}',
  '{{key "a"}}{{/**/}}',
  '{{ key "a" "b" }}',
  '{{ key"a" }}',
  '{{ key("a") }}',
  '{{ (key "a") }}',
  '{{ ((key "a")) }}',
  '{{ (key "a" }}',
  '{{ key "a") }}',
  '{{ $x := key "a" }}{{ $x }}',
  '{{ if true }}{{ $x := 1 }}{{ end }}{{ $x }}',
  '{{ $x = 1 }}',
  '{{ range $i, $e := ls "a" }}{{ $i }}{{ $e.Key }}{{ end }}',
  '{{ range $i, $e, $f := ls "a" }}{{ end }}',
  '{{ with $s := secret "a" }}{{ $s.Data.x }}{{ else with $s := secret "b" }}{{ $s.Data.x }}{{ end }}',
  '{{ if true }}{{ else if false }}{{ else }}{{ else }}{{ end }}',
  '{{ else }}',
  '{{ end }}',
  '{{ break }}',
  '{{ range ls "a" }}{{ break }}{{ continue }}{{ end }}',
  '{{ range ls "a" }}{{ break 1 }}{{ end }}',
  '{{ range . }}{{ define "a" }}{{ break }}{{ end }}{{ end }}',
  '{{ define "a" }}{{ end }}{{ define "a" }}x{{ end }}',
  '{{ define "a" }}x{{ end }}{{ define "a" }}y{{ end }}',
  '{{ define "a" }}{{ define "b" }}{{ end }}{{ end }}',
  '{{ define "a" }}',
  '{{ template "a" }}',
  '{{ block "a" . }}{{ .X }}{{ end }}',
  '{{ block "a" }}{{ end }}',
  '{{\n\n key "a"\n b }}',
  '{{ key `a\nb` }}\n{{ foo }}',
  '{{ key "a\n" }}',
  "{{ 'a }}",
  '{{ `a }}',
  '{{ 1 | key }}',
  '{{ key "a" | 1 }}',
  '{{ key "a" | nil }}',
  '{{ nil }}',
  '{{ nil | key }}',
  '{{ .a.b.c }}',
  '{{ .1 }}',
  '{{ ..a }}',
  '{{ $ }}',
  '{{ $.a }}',
  '{{ $x }}',
  '{{ $x.a }}',
  '{{ a.b }}',
  '{{ key.b }}',
  '{{ "a".b }}',
  '{{ 1.b }}',
  '{{ true.b }}',
  '{{ (1).b }}',
  '{{ . .a }}',
  '{{ .a.}}',
  '{{ .}}',
  '{{ $}}',
  '{{.',
  '{{$',
  '{{ key "a" |',
  '{{ | key }}',
  '{{ key | }}',
  '{{ define "" }}x{{ end }}',
  '{{ define "" }}x{{ end }}y',
  ' {{ define "" }}x{{ end }} ',
  '{{ with }}{{ end }}',
  '{{ $a, $b := key "a" }}',
  '{{ ($x := 1) }}',
  '{{ if $x := 1 }}{{ $x }}{{ else }}{{ $x }}{{ end }}{{ $x }}',
  '{{ key "a" }}\n{{ if\n true\n',
  '{{ x }}{{ key "very long text" }}',
  '{{ "a very long text" "b" } }}',
  '{{ é }}',
  '{{ printf "%d" 08 }}',
  '{{ printf "%v" 1_0 }}',
  '{{ \u00a0 }}',
  '{{ 😀 }}',
  '{{ key "😀" }}{{ $y }}',
  '\ufeff{{ 1 }}',
  '{{ key "a" "b',
  '{{ sprig_upper "a" }}',
  '{{ sprig_env "a" }}',
  '{{ plugin "a" }}',
  '{{ key "a" }} {{- "b" }}',
  '{{ define "t" }}{{ $ }}{{ end }}{{ $x := 1 }}{{ define "u" }}{{ $x }}{{ end }}',
  '{{ range }}{{ end }}',
  '{{ end',
];
const DELIMITERS = [
  ['[[', ']]'],
  ['<%', '%>'],
  ['((', '))'],
  ['{{', '}}'],
  ['$(', ')'],
  ['{{{', '}}}'],
  ['--', '--'],
];

const made = new Set(FIXED.map((one) => JSON.stringify({ text: one })));
while (made.size < Number(count)) {
  const [left, right] = chance(0.15) ? pick(DELIMITERS) : ['', ''];
  const sound = template(2, left || '{{', right || '}}');
  const one = pick([() => sound, () => sound, () => damage(sound), () => times(14, () => pick(SOUP)).join('')])();
  if (one.length > 400) continue;
  made.add(JSON.stringify({ text: one, ...(left === '' ? {} : { left, right }) }));
}
stdout.write(`${[...made].join('\n')}\n`);
