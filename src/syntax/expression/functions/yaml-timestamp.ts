const date = String.raw`(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})`;
const time = String.raw`(?<hour>\d{1,2}):(?<minute>\d{1,2}):(?<second>\d{1,2})(?:[.,]\d+)?`;
const zone = String.raw`(?<zone>Z|[-+]\d\d:\d\d)`;
const pattern = new RegExp(`^${date}(?:(?:[Tt]${time}${zone})|(?: ${time.replaceAll('?<', '?<plain_')}))?$`);

/** A date or time as YAML has them, in the form that Nomad's functions use for times; `undefined` for other texts. */
export function scalarTimestamp(source: string): string | undefined {
  const parts = pattern.exec(source)?.groups;
  if (parts === undefined) return undefined;
  const amount = (name: string): number => Number(parts[name] ?? parts[`plain_${name}`] ?? 0);
  const [year, month, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map(amount);
  const made = new Date(Date.UTC(2000, Number(month) - 1, 1));
  made.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const real = made.getUTCMonth() === Number(month) - 1 && made.getUTCDate() === Number(day);
  if (!real || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const two = (value: number | undefined): string => String(value).padStart(2, '0');
  const offset = parts['zone'] ?? 'Z';
  const shown = /^[-+]00:00$/.test(offset) ? 'Z' : offset;
  return `${parts['year'] ?? ''}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${shown}`;
}
