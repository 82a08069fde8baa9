import { TooMuchWork } from '../../regexp/find.ts';
import { parseRegexp } from '../../regexp/parse.ts';
import { replaceAll } from '../../regexp/replace.ts';
import { Unsuitable } from '../convert.ts';
import { items, list, number, string, type Value } from '../value.ts';
import { define, text, whole, type HclFunction } from './function.ts';
import { format } from './format.ts';

const characters = (value: string): string[] =>
  [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(value)].map(({ segment }) => segment);
const SPACE = /^[\s\u0085]+|[\s\u0085]+$/gu;
/** A set of characters to trim, as a pattern. */
const anyOf = (set: string): string => `[${set.replace(/[\\\]^-]/g, '\\$&')}]`;

function substring(value: string, offset: number, length: number): string {
  const all = characters(value);
  const start = offset < 0 ? offset + all.length : offset;
  if (length === 0 || start < 0) return '';
  return all.slice(start, length < 0 ? undefined : start + length).join('');
}

function regexReplace(value: string, source: string, by: string): string {
  const parsed = parseRegexp(source);
  if (!parsed.ok) throw new Unsuitable(parsed.error);
  try {
    return replaceAll(parsed.tree, value, by);
  } catch (error) {
    // Nomad itself would go on.
    if (error instanceof TooMuchWork) throw new Unsuitable('the expression takes too long');
    throw error;
  }
}

function titled(value: string): string {
  return value.replace(
    /(^|[^\p{L}\p{N}_'])(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

function spread(values: readonly Value[]): Value {
  const lengths = values.filter(({ data }) => Array.isArray(data)).map((value) => items(value).length);
  const [length = 1] = lengths;
  if (lengths.some((other) => other !== length)) throw new Unsuitable('argument lists have different lengths');
  const rows = Array.from({ length }, (_, row) =>
    values.map((value) => (Array.isArray(value.data) ? (items(value)[row] ?? value) : value)),
  );
  return list(
    rows.map(([spec, ...args]) => string(format(text(spec), args))),
    'string',
  );
}

export const textFunctions: Readonly<Record<string, HclFunction>> = {
  chomp: define('str string', (value) => string(text(value).replace(/(?:\r\n?|\n)+$/, ''))),
  format: define('format string, args... any?', (spec, ...args) => string(format(text(spec), args))),
  formatlist: define('format string, args... any?', (...all) => spread(all)),
  indent: define('spaces number, str string', (spaces, value) => {
    const count = Number(whole(spaces));
    if (count < 0) throw new Unsuitable('panic in function implementation: strings: negative Repeat count');
    const lines = text(value).split('\n');
    // Nomad itself knows no limit but its memory.
    if (count * lines.length > 10_000_000) throw new Unsuitable('the text would be too long');
    return string(lines.join(`\n${' '.repeat(count)}`));
  }),
  join: define('separator string, lists... strings', (separator, ...lists) => {
    if (lists.length === 0) throw new Unsuitable('at least one list is required');
    return string(lists.flatMap((one) => items(one).map((item) => text(item))).join(text(separator)));
  }),
  lower: define('str string', (value) => string(text(value).toLowerCase())),
  upper: define('str string', (value) => string(text(value).toUpperCase())),
  title: define('str string', (value) => string(titled(text(value)))),
  regex_replace: define('str string, pattern string, replace string', (value, source, by) =>
    string(regexReplace(text(value), text(source), text(by))),
  ),
  replace: define('str string, substr string, replace string', (value, search, by) =>
    string(text(value).split(text(search)).join(text(by))),
  ),
  // Nomad's `reverse` is that of texts, not of lists.
  reverse: define('str string', (value) => reversed(text(value))),
  strrev: define('str string', (value) => reversed(text(value))),
  split: define('separator string, str string', (separator, value) =>
    list((text(separator) === '' ? characters(text(value)) : text(value).split(text(separator))).map(string), 'string'),
  ),
  strlen: define('str string', (value) => number(characters(text(value)).length)),
  substr: define('str string, offset number, length number', (value, offset, length) =>
    string(substring(text(value), Number(whole(offset)), Number(whole(length)))),
  ),
  trim: define('str string, cutset string', (value, cut) =>
    string(
      text(cut) === ''
        ? text(value)
        : text(value).replace(new RegExp(`^${anyOf(text(cut))}+|${anyOf(text(cut))}+$`, 'gu'), ''),
    ),
  ),
  trimprefix: define('str string, prefix string', (value, prefix) =>
    string(text(value).startsWith(text(prefix)) ? text(value).slice(text(prefix).length) : text(value)),
  ),
  trimsuffix: define('str string, suffix string', (value, suffix) =>
    string(
      text(value).endsWith(text(suffix)) ? text(value).slice(0, text(value).length - text(suffix).length) : text(value),
    ),
  ),
  trimspace: define('str string', (value) => string(text(value).replace(SPACE, ''))),
};

function reversed(value: string): Value {
  return string(characters(value).toReversed().join(''));
}
