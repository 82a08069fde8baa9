import type { Clock } from '../../src/support/clock.ts';

export interface FakeClock extends Clock {
  /** Every sleep that was asked for, in milliseconds. */
  readonly sleeps: readonly number[];
}

/** Time that passes only by sleeping, and sleeps that take no time. */
export function fakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  const sleeps: number[] = [];
  let now = start;
  return {
    sleeps,
    now: () => now,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      sleeps.push(milliseconds);
      now += milliseconds;
      await Promise.resolve();
    },
  };
}
