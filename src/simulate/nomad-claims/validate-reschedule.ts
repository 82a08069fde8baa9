import { formatGoDuration } from '../../syntax/go-duration.ts';
import { goQuote } from '../../syntax/go-string.ts';
import type { Reschedule } from './policies.ts';
import { shown } from './validate-restart.ts';

const leastDelay = 5e9;
const leastInterval = 15e9;
const functions = ['constant', 'exponential', 'fibonacci'];

export function rescheduleErrors(policy: Reschedule): readonly string[] {
  const { attempts, interval, delay, delayFunction, maxDelay, unlimited } = policy;
  if (attempts <= 0 && !unlimited) return [];
  const errors: string[] = [];
  if (attempts > 0) {
    if (interval <= 0) errors.push('Interval must be a non zero value if Attempts > 0');
    if (unlimited)
      errors.push(
        `Reschedule Policy with Attempts = ${String(attempts)}, Interval = ${shown(interval)}, and Unlimited = true is ambiguous`,
        'If Attempts >0, Unlimited cannot also be set to true',
      );
  }
  const delays = delayErrors(policy);
  errors.push(...delays);
  if (unlimited) return errors;
  if (interval < leastInterval)
    errors.push(`Interval cannot be less than ${shown(leastInterval)} (got ${shown(interval)})`);
  if (delays.length > 0) return errors;
  const { possible, recommended } = viability(policy);
  if (possible === undefined) return errors;
  const ceiling = delayFunction === 'constant' ? '' : `, and delay ceiling ${shown(maxDelay)}`;
  const and = delayFunction === 'constant' ? ' and' : ',';
  return [
    ...errors,
    `Nomad can only make ${String(possible)} attempts in ${shown(interval)} with initial delay ${shown(delay)}${and} delay function ${goQuote(delayFunction)}${ceiling}`,
    `Set the interval to at least ${formatGoDuration(wholeSeconds(recommended))} to accommodate ${String(attempts)} attempts`,
  ];
}

function delayErrors({ delay, delayFunction, maxDelay }: Reschedule): readonly string[] {
  const errors: string[] = [];
  if (delay < leastDelay) errors.push(`Delay cannot be less than ${shown(leastDelay)} (got ${shown(delay)})`);
  if (!functions.includes(delayFunction))
    errors.push(
      `Invalid delay function ${goQuote(delayFunction)}, must be one of [${functions.map(goQuote).join(' ')}]`,
    );
  if (delayFunction === 'constant') return errors;
  // Nomad shows the delay here, not the ceiling that it complains of.
  if (maxDelay < leastDelay) errors.push(`Max Delay cannot be less than ${shown(leastDelay)} (got ${shown(delay)})`);
  if (maxDelay < delay) errors.push(`Max Delay cannot be less than Delay ${shown(delay)} (got ${shown(maxDelay)})`);
  return errors;
}

interface Viability {
  /** How many attempts fit where not all do. */
  readonly possible: bigint | undefined;
  readonly recommended: bigint;
}

const int64 = (value: bigint): bigint => BigInt.asIntN(64, value);

function viability({ attempts, interval, delay, delayFunction, maxDelay }: Reschedule): Viability {
  const times = BigInt(attempts);
  const span = BigInt(interval);
  if (delayFunction === 'constant') {
    const recommended = int64(times * BigInt(delay));
    return { possible: span < recommended ? span / BigInt(delay) : undefined, recommended };
  }
  return delayFunction === 'exponential'
    ? exponential(attempts, span, BigInt(delay), BigInt(maxDelay))
    : fibonacci(attempts, span, BigInt(delay), BigInt(maxDelay));
}

function exponential(attempts: number, interval: bigint, delay: bigint, ceiling: bigint): Viability {
  let possible = 0n;
  let recommended = 0n;
  for (let index = 0; index < attempts; index++) {
    // From here on the power of two is always the same in Go, and so is everything else.
    if (index > 64) {
      if (recommended < interval) possible += BigInt(attempts - index);
      break;
    }
    const next = int64(int64(2n ** BigInt(Math.min(index, 63))) * delay);
    recommended = next > ceiling ? int64(recommended + ceiling) : next;
    if (recommended < interval) possible++;
  }
  return { possible: possible < BigInt(attempts) ? possible : undefined, recommended };
}

/** More attempts than this are not followed up. */
const most = 1_000_000;

function fibonacci(attempts: number, interval: bigint, delay: bigint, ceiling: bigint): Viability {
  const slots = [delay, delay];
  let reached = false;
  for (let index = 2; index < Math.min(attempts, most); index++) {
    const last = slots[index - 1] ?? 0n;
    let next = int64(last + (reached ? ceiling : (slots[index - 2] ?? 0n)));
    if (!reached && next > ceiling) {
      next = ceiling;
      reached = true;
    }
    slots.push(next);
  }
  const recommended = slots.at(-1) ?? 0n;
  if (interval >= recommended) return { possible: undefined, recommended };
  const beyond = slots.findIndex((slot) => slot > interval);
  return { possible: beyond < 0 ? 0n : BigInt(beyond), recommended };
}

function wholeSeconds(nanoseconds: bigint): bigint {
  const second = 1_000_000_000n;
  return ((nanoseconds + second / 2n) / second) * second;
}
