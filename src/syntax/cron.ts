interface Field {
  readonly name: string;
  /** Of its values, in lower case. */
  readonly value: string;
  readonly highest: number;
  /** Forms that no other field has. */
  readonly more: readonly RegExp[];
}

const upTo59 = '0?[0-9]|[1-5][0-9]';
const months =
  'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december';
const days = 'sun|mon|tue|wed|thu|fri|sat|sunday|monday|tuesday|wednesday|thursday|friday|saturday';
const dayOfMonth = '0?[1-9]|[12][0-9]|3[01]';
const dayOfWeek = `0?[0-7]|${days}`;

const second: Field = { name: 'second', value: upTo59, highest: 59, more: [] };
const others: readonly Field[] = [
  { name: 'minute', value: upTo59, highest: 59, more: [] },
  { name: 'hour', value: '0?[0-9]|1[0-9]|2[0-3]', highest: 23, more: [] },
  { name: 'day-of-month', value: dayOfMonth, highest: 31, more: [/^l$/, /^lw$/, new RegExp(`^(?:${dayOfMonth})w$`)] },
  { name: 'month', value: `0?[1-9]|1[012]|${months}`, highest: 12, more: [] },
  {
    name: 'day-of-week',
    value: dayOfWeek,
    highest: 6,
    more: [new RegExp(`^(?:${dayOfWeek})l$`), new RegExp(`^(?:${dayOfWeek})#[1-5]$`)],
  },
  { name: 'year', value: '19[789][0-9]|20[0-9]{2}', highest: 2099, more: [] },
];

const aliases: Readonly<Record<string, string>> = {
  '@yearly': '0 0 0 1 1 * *',
  '@annually': '0 0 0 1 1 * *',
  '@monthly': '0 0 0 1 * * *',
  '@weekly': '0 0 0 * * 0 *',
  '@daily': '0 0 0 * * * *',
  '@hourly': '0 0 * * * * *',
};

/**
 * Why a line of five fields, with the year of six, with the second of seven, is no cron expression; undefined when it is
 * one. Source of the behaviour: cronexpr 1.1.3, as Nomad links it.
 */
export function cronFault(line: string): string | undefined {
  const known = line.replace(/@(?:yearly|annually|monthly|weekly|daily|hourly)/g, (name) => aliases[name] ?? name);
  const given = known.match(/[^\t\n\f\r ]+/g) ?? [];
  if (given.length < 5) return 'missing field(s)';
  // What follows the seventh is not looked at.
  const fields = given.length >= 7 ? [second, ...others] : others;
  for (const [index, field] of fields.entries()) {
    const text = given[index];
    const fault = text === undefined ? undefined : fieldFault(text, field);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function fieldFault(text: string, field: Field): string | undefined {
  const entries = text.split(',').filter((entry) => entry !== '');
  if (entries.length === 0) return `${field.name} field: missing directive`;
  const { value, more, name } = field;
  const known = new RegExp(`^(?:[*?]|(?:${value})(?:-(?:${value}))?)$`);
  const stepped = new RegExp(`^(?:\\*|(?:${value})(?:-(?:${value}))?)/(\\d+)$`);
  let unknown: string | undefined;
  for (const entry of entries) {
    const lower = entry.toLowerCase();
    if (known.test(lower)) {
      // Everything is everything: such an entry ends the reading of its field, but for days.
      continue;
    }
    const [, step] = stepped.exec(lower) ?? [];
    if (step !== undefined) {
      if (stepOf(step) < 1 || stepOf(step) > field.highest) return `invalid interval ${lower}`;
    } else if (!more.some((form) => form.test(lower))) unknown ??= entry;
  }
  if (unknown === undefined) return undefined;
  if (!name.startsWith('day') && everythingBefore(entries, unknown)) return undefined;
  return `syntax error in ${name} field: '${unknown}'`;
}

/** Only numbers that could stand in a field count; others are taken for zero. */
function stepOf(digits: string): number {
  return /^(?:\d|[0-5]\d|19[789]\d|20\d\d)$/.test(digits) ? Number(digits) : 0;
}

function everythingBefore(entries: readonly string[], unknown: string): boolean {
  const star = entries.findIndex((entry) => entry === '*' || entry === '?');
  return star >= 0 && star < entries.indexOf(unknown);
}
