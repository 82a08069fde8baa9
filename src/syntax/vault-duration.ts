import { parseGoDuration, type GoDuration } from './go-duration.ts';
import { goQuote } from './go-string.ts';

const second = 1_000_000_000n;
const day = 86_400n * second;

/**
 * A duration as Vault takes it: numbers are seconds, text may be a number, days or a Go duration, and nothing is 0.
 * Source of the behaviour: `parseutil.ParseDurationSecond`, errors included.
 */
export function parseVaultDuration(value: unknown): GoDuration {
  if (typeof value === 'number') return Number.isFinite(value) ? within(BigInt(Math.trunc(value)) * second) : overflow;
  if (typeof value !== 'string') return { ok: false, error: 'could not parse duration from input' };
  if (value === '') return { ok: true, nanoseconds: 0n };
  const seconds = integer(value);
  if (seconds !== undefined) return within(seconds * second);
  if (!value.endsWith('d')) return parseGoDuration(value);
  const days = value.slice(0, -1);
  const count = integer(days);
  if (count !== undefined) return within(count * day);
  const why = digits.test(days) ? 'value out of range' : 'invalid syntax';
  return { ok: false, error: `strconv.ParseInt: parsing ${goQuote(days)}: ${why}` };
}

const overflow: GoDuration = {
  ok: false,
  error: 'multiplication of durations resulted in overflow, one operand may be too large',
};

function within(nanoseconds: bigint): GoDuration {
  return BigInt.asIntN(64, nanoseconds) === nanoseconds ? { ok: true, nanoseconds } : overflow;
}

const digits = /^[+-]?\d+$/;

/** An integer that fits 64 bits. */
function integer(text: string): bigint | undefined {
  if (!digits.test(text)) return undefined;
  const number = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, number) === number ? number : undefined;
}
