import { parseGoDuration } from './go-duration.ts';

/**
 * Seconds of a duration in a spec, or `undefined` when the text is none: a Go duration (`1h30m`, `90s`, `-1m`), in which
 * days count too (`1d12h`), or a bare number of seconds.
 */
export function parseDuration(text: string): number | undefined {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  const inHours = text.replace(/(\d+(?:\.\d*)?|\.\d+)d/g, (_, days: string) => `${String(Number(days) * 24)}h`);
  const parsed = parseGoDuration(inHours);
  return parsed.ok ? Number(parsed.nanoseconds) / 1e9 : undefined;
}

/** The shortest usual form: `3600` → `1h`, `5400` → `1h30m`, `0` → `0s`, `6e-8` → `60ns`. Nanoseconds are the finest. */
export function formatSeconds(seconds: number): string {
  const sign = seconds < 0 ? '-' : '';
  let rest = Math.abs(seconds);
  let shown = '';
  for (const [unit, size] of [
    ['h', 3600],
    ['m', 60],
  ] as const) {
    const amount = Math.floor(rest / size);
    if (amount > 0) shown += `${String(amount)}${unit}`;
    rest -= amount * size;
  }
  const nanoseconds = Math.round(rest * 1e9);
  if (nanoseconds === 0) return shown === '' ? '0s' : sign + shown;
  return sign + shown + (nanoseconds >= 1e9 ? `${String(nanoseconds / 1e9)}s` : formatBelowSecond(nanoseconds));
}

/** Small numbers of seconds would be written with an exponent, which is no duration. */
function formatBelowSecond(nanoseconds: number): string {
  if (nanoseconds % 1e6 === 0) return `${String(nanoseconds / 1e6)}ms`;
  return nanoseconds % 1e3 === 0 ? `${String(nanoseconds / 1e3)}us` : `${String(nanoseconds)}ns`;
}
