/**
 * Go durations (`1h30m`, `90s`, `1.5h`, `-1m`) and the bare seconds that Vault takes beside them.
 * Source of the behaviour: Go's `time.ParseDuration`; Vault's `parseutil.ParseDurationSecond` for bare numbers.
 */
const units: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400, // Vault's own addition
};

const whole = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h|d))+$/;
const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h|d)/g;

/** Seconds, or `undefined` when the text is no duration. A bare number counts as seconds. */
export function parseDuration(text: string): number | undefined {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  if (!whole.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount = '0', unit = 's'] of text.matchAll(part)) seconds += Number(amount) * (units[unit] ?? 0);
  return text.startsWith('-') ? -seconds : seconds;
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
