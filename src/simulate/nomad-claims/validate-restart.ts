import { formatGoDuration } from '../../syntax/go-duration.ts';
import { goQuote } from '../../syntax/go-string.ts';
import type { Restart } from './policies.ts';

const least = 5e9;

export function restartErrors({ attempts, interval, delay, mode }: Restart): readonly string[] {
  const errors: string[] = [];
  if (mode !== 'delay' && mode !== 'fail') errors.push(`Unsupported restart mode: ${goQuote(mode)}`);
  if (attempts === 0 && mode !== 'fail') errors.push(`Restart policy ${goQuote(mode)} with 0 attempts is ambiguous`);
  if (interval < least) errors.push(`Interval can not be less than ${shown(least)} (got ${shown(interval)})`);
  if (BigInt.asIntN(64, BigInt(attempts) * BigInt(delay)) > BigInt(interval))
    errors.push(
      `Nomad can't restart the TaskGroup ${String(attempts)} times in an interval of ${shown(interval)} with a delay of ${shown(delay)}`,
    );
  return errors;
}

/** Nanoseconds as Go prints them. */
export const shown = (nanoseconds: number): string => formatGoDuration(BigInt(nanoseconds));
