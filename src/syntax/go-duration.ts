const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const beyond = 2n ** 63n;

/** Nanoseconds, or the error text of Go or of whoever reads with Go. */
export type GoDuration =
  { readonly ok: true; readonly nanoseconds: bigint } | { readonly ok: false; readonly error: string };

/** Exactly Go's `time.ParseDuration`, errors included: `1d` and `90` are refused. */
export function parseGoDuration(text: string): GoDuration {
  const invalid = { ok: false as const, error: `time: invalid duration ${timeQuote(text)}` };
  const negative = text.startsWith('-');
  let rest = text.replace(/^[+-]/, '');
  if (rest === '0') return { ok: true, nanoseconds: 0n };
  if (rest === '') return invalid;
  let sum = 0n;
  while (rest !== '') {
    const [amount = ''] = /^(?:\d+\.?\d*|\.\d+)/.exec(rest) ?? [];
    const [whole = '', fraction = ''] = amount.split('.');
    if (amount === '' || BigInt(whole) > beyond) return invalid;
    const [unit = ''] = /^[^.\d]*/.exec(rest.slice(amount.length)) ?? [];
    if (unit === '') return { ok: false, error: `time: missing unit in duration ${timeQuote(text)}` };
    const size = Object.hasOwn(units, unit) ? units[unit] : undefined;
    if (size === undefined)
      return { ok: false, error: `time: unknown unit ${timeQuote(unit)} in duration ${timeQuote(text)}` };
    sum += BigInt(whole) * size + (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
    if (sum > beyond) return invalid;
    rest = rest.slice(amount.length + unit.length);
  }
  if (sum === beyond && !negative) return invalid;
  return { ok: true, nanoseconds: negative ? -sum : sum };
}

/** Text as Go's time package quotes it in its errors: byte by byte where it is not plain ASCII. */
function timeQuote(text: string): string {
  const quoted = Array.from(new TextEncoder().encode(text), (byte) => {
    if (byte < 0x20 || byte >= 0x80) return `\\x${byte.toString(16).padStart(2, '0')}`;
    const letter = String.fromCharCode(byte);
    return letter === '"' || letter === '\\' ? `\\${letter}` : letter;
  });
  return `"${quoted.join('')}"`;
}

/** Seconds as Go prints a duration: `5m0s`, `1.5s`, `20ms`, `0s`. */
export function formatGoSeconds(seconds: number): string {
  return formatGoDuration(BigInt(Math.round(seconds * 1e9)));
}

/** As Go prints a duration: `1h30m0s`, `1.5s`, `5ns`. */
export function formatGoDuration(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size === 0n) return '0s';
  for (const [unit, step, next] of [
    ['ns', 1n, 1000n],
    ['µs', 1000n, 1_000_000n],
    ['ms', 1_000_000n, 1_000_000_000n],
  ] as const)
    if (size < next) return `${sign}${decimal(size, step)}${unit}`;
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return sign + seconds;
  const hours = minutes / 60n;
  return `${sign}${hours > 0n ? `${String(hours)}h` : ''}${String(minutes % 60n)}m${seconds}`;
}

function decimal(size: bigint, step: bigint): string {
  const fraction = (size % step)
    .toString()
    .padStart(step.toString().length - 1, '0')
    .replace(/0+$/, '');
  return fraction === '' || size % step === 0n ? String(size / step) : `${String(size / step)}.${fraction}`;
}
