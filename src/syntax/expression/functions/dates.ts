import { parseGoDuration } from '../../go-duration.ts';
import { string } from '../value.ts';
import { ArgumentProblem, define, text, type HclFunction } from './function.ts';

export const dateFunctions: Readonly<Record<string, HclFunction>> = {
  formatdate: define('format string, time string', (spec, time) =>
    string(formatDate(text(spec), parseTime(text(time), 1))),
  ),
  timeadd: define('timestamp string, duration string', (time, duration) => {
    const parsed = parseGoDuration(text(duration));
    if (!parsed.ok) throw new ArgumentProblem(1, parsed.error);
    const start = parseTime(text(time), 0);
    const moved = new Date(start.local.getTime() + Number(parsed.nanoseconds / 1_000_000n));
    return string(`${moved.toISOString().slice(0, 19)}${start.zone === '+00:00' ? 'Z' : start.zone}`);
  }),
};

/** The clock as it shows in its own zone. */
interface Time {
  readonly local: Date;
  readonly zone: string;
}

function parseTime(value: string, index: number): Time {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|([+-]\d\d:\d\d))$/.exec(value);
  const local = new Date(`${found?.[1] ?? ''}Z`);
  if (found === null || Number.isNaN(local.getTime()))
    throw new ArgumentProblem(index, `not a valid RFC3339 timestamp: ${JSON.stringify(value)}`);
  return { local, zone: found[2] ?? '+00:00' };
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function formatDate(spec: string, { local, zone }: Time): string {
  return spec.replace(/'((?:[^']|'')*)'|([A-Za-z])\2*/g, (token, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted.replaceAll("''", "'");
    return part(token, local, zone);
  });
}

function part(token: string, local: Date, zone: string): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const hour = local.getUTCHours();
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  const month = MONTHS[local.getUTCMonth()] ?? '';
  const day = DAYS[local.getUTCDay()] ?? '';
  const plain = zone.replace(':', '');
  const known: Readonly<Record<string, string>> = {
    YYYY: String(local.getUTCFullYear()),
    YY: two(local.getUTCFullYear() % 100),
    MMMM: month,
    MMM: month.slice(0, 3),
    MM: two(local.getUTCMonth() + 1),
    M: String(local.getUTCMonth() + 1),
    DD: two(local.getUTCDate()),
    D: String(local.getUTCDate()),
    EEEE: day,
    EEE: day.slice(0, 3),
    hh: two(hour),
    h: String(hour),
    HH: two(twelve),
    H: String(twelve),
    AA: hour < 12 ? 'AM' : 'PM',
    aa: hour < 12 ? 'am' : 'pm',
    mm: two(local.getUTCMinutes()),
    m: String(local.getUTCMinutes()),
    ss: two(local.getUTCSeconds()),
    s: String(local.getUTCSeconds()),
    ZZZZZ: zone,
    ZZZZ: plain,
    ZZZ: zone === '+00:00' ? 'UTC' : plain,
    Z: zone === '+00:00' ? 'Z' : zone,
  };
  const found = known[token];
  if (found === undefined) throw new ArgumentProblem(0, `invalid date format verb ${JSON.stringify(token)}`);
  return found;
}
