import { job } from './job-corpus.ts';
import { random, type Random } from './random.ts';

/** Texts for HCL 2's readers, the same ones for the same seed: sound ones, damaged ones and plain soup. */
export function syntaxTexts(seed: number, count: number): string[] {
  const { pick, times, chance, below } = random(seed);
  const texts = new Set<string>(FIXED);
  const blank = (): string => pick([' ', '  ', '\t', '', ' /* c */ ']);
  const lineEnd = (): string => pick(['\n', '\n', '\n', '\r\n', ' # end\n', ' // end\r\n', '\n\n', ' /* x */\n']);
  const name = (): string => pick(NAMES);
  const piece = (depth: number): string =>
    pick([
      () => pick(PLAIN),
      () => pick(PLAIN),
      () => pick(ESCAPES),
      () => `\${${pick(['', '~', ' '])}${expression(depth - 1)}${pick(['', '~', ' '])}}`,
      () => directive(depth - 1),
    ])();
  const directive = (depth: number): string => {
    const tilde = (): string => pick(['', '', '~']);
    const inner = times(2, () => piece(depth)).join('');
    if (chance(0.5))
      return `%{${tilde()}${pick(['', ' '])}if ${expression(depth)} ${tilde()}}${inner}${chance(0.5) ? `%{${tilde()} else ${tilde()}}${inner}` : ''}%{ endif ${tilde()}}`;
    return `%{ for ${chance(0.5) ? 'k, ' : ''}v in ${expression(depth)} ${tilde()}}${inner}%{ endfor ${tilde()}}`;
  };
  const quoted = (depth: number): string => `"${times(3, () => piece(depth)).join('')}"`;
  const heredoc = (depth: number): string => {
    const indent = pick(['', '', '  ', '\t', '    ']);
    const lines = times(
      4,
      () => pick(['', ' ', '   ', indent]) + times(2, () => piece(depth)).join('') + pick(['\n', '\n', '\r\n']),
    );
    const marker = pick(['EOT', 'E', 'END-1', 'é']);
    return `<<${pick(['', '-'])}${marker}${pick(['\n', '\n', '\r\n'])}${lines.join('')}${indent}${marker}\n`;
  };
  const leaf = (): string =>
    pick([() => pick(NUMBERS), name, name, () => pick(['true', 'false', 'null']), () => quoted(0)])();
  function expression(depth: number): string {
    if (depth <= 0) return leaf();
    const e = (): string => expression(depth - 1);
    const gap = (): string => pick(['', ' ', ' ', '\n']);
    return pick([
      leaf,
      leaf,
      () => quoted(depth - 1),
      () => quoted(depth - 1),
      () => `${e()} ${pick(['+', '-', '*', '/', '%', '==', '!=', '<', '>', '<=', '>=', '&&', '||'])} ${e()}`,
      () => `${e()} ? ${e()} : ${e()}`,
      () => `${pick(['!', '-', '- '])}${e()}`,
      () => `(${gap()}${e()}${gap()})`,
      () => `[${gap()}${times(3, e).join(pick([',', ', ', ',\n']))}${pick(['', '', ',', '\n'])}]`,
      () =>
        `{${pick(['', ' ', '\n'])}${times(3, () => `${pick([name, () => quoted(0), () => `(${e()})`, e])()} ${pick(['=', ':'])} ${e()}`).join(pick([', ', '\n', ',\n', ' \n']))}${pick(['', '\n', ' ', ','])}}`,
      () => `${name()}(${times(3, e).join(', ')}${pick(['', '', '', ',', '...'])})`,
      () => `${name()}::${name()}(${e()})`,
      () =>
        `${leaf()}${times(3, () => pick([() => `.${name()}`, () => `[${e()}]`, () => '.0', () => '.*', () => '[*]', () => '.1.2'])()).join('')}`,
      () => `[${gap()}for ${chance(0.4) ? 'k, ' : ''}v in ${e()} : ${e()}${chance(0.3) ? ` if ${e()}` : ''}]`,
      () =>
        `{${gap()}for ${chance(0.6) ? 'k, ' : ''}v in ${e()} : ${e()} => ${e()}${pick(['', '', '...'])}${chance(0.3) ? ` if ${e()}` : ''}}`,
    ])();
  }
  const attribute = (depth: number): string => {
    if (chance(0.15)) return `${name()}${blank()}=${blank()}${heredoc(depth - 1)}`;
    return `${name()}${blank()}=${blank()}${expression(depth)}${lineEnd()}`;
  };
  function body(depth: number): string {
    return times(4, () => pick(['', '  ', '\t']) + item(depth)).join('');
  }
  function item(depth: number): string {
    if (depth <= 0 || chance(0.6)) return attribute(depth);
    const labels = times(2, () => pick([() => ` ${quoted(0)}`, () => ' "web"', () => ` ${name()}`])()).join('');
    if (chance(0.2)) return `${name()}${labels} { ${name()} = ${expression(1)} }${lineEnd()}`;
    return `${name()}${labels} {${pick(['\n', ' # c\n', '\r\n'])}${body(depth - 1)}}${lineEnd()}`;
  }
  const damaged = (text: string): string => {
    const at = below(text.length + 1);
    return text.slice(0, at) + pick([...BROKEN, '', '', '']) + text.slice(at + pick([0, 0, 1, 2, 6]));
  };
  const soup = (): string =>
    times(12, () => pick([...BROKEN, ...NAMES, ...NUMBERS, ...SYMBOLS, ...ESCAPES, ' ', '\n'])).join(pick(['', ' ']));
  const makers: (() => string)[] = [
    () => body(3),
    () => body(3),
    () => `a = ${expression(4)}\n`,
    () => damaged(body(3)),
    () => damaged(damaged(body(2))),
    () => `a = ${damaged(expression(3))}\nb = 1\n`,
    soup,
    () => job(seeded(below(1_000_000))).text,
    () => damaged(job(seeded(below(1_000_000))).text),
  ];
  while (texts.size < count) {
    const text = pick(makers)();
    if (text.length < 6000) texts.add(text);
  }
  return [...texts];
}

/** Texts for the JSON form, made in the same way. */
export function jsonTexts(seed: number, count: number): string[] {
  const { pick, times, below } = random(seed);
  const texts = new Set<string>([
    '',
    '{}',
    '[]',
    '{',
    '[',
    '1',
    '"a"',
    '{} x',
    '{,}',
    '{"a":1,}',
    '[1,]',
    '{"a":1]',
    '[1}',
    '{"a"=1}',
    '{a:1}',
    '\uFEFF{}',
    '{"a":tru}',
  ]);
  const string = (): string =>
    pick([
      '"a"',
      '"b"',
      '"job"',
      '"é"',
      '"😀"',
      '"${x}"',
      '"\\u00e9"',
      '"\\ud83d\\ude00"',
      '"\\ud800"',
      '"a\\/b\\n"',
      '""',
      '"//"',
      '"a b"',
    ]);
  const gap = (): string => pick(['', '', ' ', '\n', '\r\n', '\t']);
  function value(depth: number): string {
    if (depth <= 0)
      return pick([string, string, () => pick(['1', '-2', '1.5', '1e3', '0', 'true', 'false', 'null'])])();
    return pick([
      () => value(0),
      () => `[${gap()}${times(3, () => value(depth - 1)).join(`${gap()},${gap()}`)}${gap()}]`,
      () => object(depth),
    ])();
  }
  const object = (depth: number): string =>
    `{${gap()}${times(3, () => `${string()}${gap()}:${gap()}${value(depth - 1)}`).join(`,${gap()}`)}${gap()}}`;
  const broken = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '=',
    '"',
    '\\',
    '"\\x"',
    '"\\u12"',
    '"a\nb"',
    '"é\\é"',
    '01',
    '-',
    '1.',
    '.5',
    '+1',
    'tru',
    'nul',
    'NaN',
    '#',
    '//',
    "'",
    '\0',
    'é',
    '😀',
    '\f',
    '',
  ];
  const damaged = (text: string): string => {
    const at = below(text.length + 1);
    return text.slice(0, at) + pick(broken) + text.slice(at + pick([0, 0, 1, 2, 5]));
  };
  while (texts.size < count) {
    const text = pick([
      () => object(3),
      () => damaged(object(3)),
      () => damaged(damaged(object(4))),
      () => times(8, () => pick([...broken, string()])).join(''),
    ])();
    if (!/\p{Cs}/u.test(text)) texts.add(text);
  }
  return [...texts];
}

const seeded = (seed: number): Random => random(seed);

const NAMES = ['a', 'b', 'job', 'x-y', '_z', 'é', '名前', 'for', 'if', 'in', 'var', 'true', 'k', 'v', 'endif', 'a1'];
const NUMBERS = ['0', '1', '42', '1.5', '1e3', '1E-2', '007', '1.5e+3', '123456789012345678901234567890', '0.1'];
const PLAIN = [
  '',
  'text',
  ' ',
  'a b',
  '😀',
  'é',
  'e\u0301',
  '$',
  '%',
  '$5',
  '100%',
  '{}',
  '}',
  "'",
  '#',
  '//',
  '\u00a0',
  '\t',
  '~',
  '`',
];
const ESCAPES = [
  '\\n',
  '\\t',
  '\\r',
  '\\"',
  '\\\\',
  '\\u00e9',
  '\\U0001F600',
  '$${',
  '%%{',
  '$${a}',
  '$$',
  '\\x',
  '\\u12',
  '\\ud800',
  '\\',
  '\\$',
  '$$${',
];
const SYMBOLS = [
  '=',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ',',
  ':',
  '?',
  '.',
  '*',
  '/',
  '...',
  '=>',
  '==',
  '!',
  '-',
  '&&',
  '||',
  '::',
  '"',
  '<<EOT\n',
  'EOT\n',
  '${',
  '%{',
  '~}',
  '%{if',
  '%{else}',
  '%{endif}',
];
const BROKEN = [
  '&',
  '|',
  '^',
  '~',
  '`',
  "'",
  ';',
  '“',
  '\0',
  '\uFEFF',
  '\r',
  '\f',
  '\u00a0',
  '"',
  '"\n',
  '${',
  '%{',
  '%{ if a }',
  '%{ endif }',
  '%{ endfor }',
  '%{ else }',
  '<<EOT\n',
  '<<-E\n  x\n  E\n',
  '<<',
  '/*',
  '*/',
  '#',
  '//',
  '=',
  '=>',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ',',
  '.',
  '..',
  '...',
  ':',
  '::',
  '?',
  '!',
  '1.',
  '1..2',
  '1e5e5',
  '.5',
  '0x1',
  'for',
  '[for',
  '{for',
  'if',
  '"${',
  '"${a',
  '"$',
  '"%',
  '\\',
  '\ud800',
  '\udc80',
];
const FIXED = [
  '',
  ' ',
  '\n',
  '\r\n',
  '\uFEFFa = 1',
  'a = 1\0',
  'a',
  'a =',
  'a = ',
  'a = 1',
  'a = 1\na = 2',
  'a b',
  'a "b"',
  'a {',
  'a {}',
  'a {}\n}',
  'a { b = 1 }',
  'a { b = 1\n}',
  'a { b = 1, c = 2 }',
  'a { b {} }',
  'a = <<E\nE\n',
  'a = <<E\nx\nE',
  'a = <<-E\n  x\n y\n  E\n',
  'a = <<-E\n\n  x\n\n    y\n  E\n',
  'a = <<-E\n  ${x}\n    y\n  E\n',
  'a = <<-E\n${x}\n    y\n  E\n',
  'a = "${',
  'a = "${x',
  'a = "$',
  'a = "%',
  'a = "$$',
  'a = "x\ny"',
  'a = <<E\n$',
  'a = <<E\na\rb\nE\n',
  '"a" = 1',
  'a = 1 b = 2',
  'a = 1, b = 2',
  'a = 1;',
  'a = x ? y',
  'a = x.*.*',
  'a = x.0.1',
  'a = f(',
  'a = f(1 2)',
  'a = [1 2]',
  'a = {a 1}',
  'a = {a = 1 b = 2}',
  'a = [for x in y : x => z]',
  'a = {for x in y : x}',
  'a = [for x in y : x...]',
  'a = "%{ if x }y"',
  'a = "%{ endif }"',
  'a = "%{ if x }%{ else }%{ else }%{ endif }"',
  'a = "%{ foo }"',
  'a = "%{ for x in y }${x}%{ endfor }"',
  'a "${b}" {}',
  'a "b\n" {}',
  'a = <<-E\n \t x\n\u00a0y\n  E\n',
];
