import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/support/clock.ts';

describe('the system clock', () => {
  it('ends a sleep as soon as its signal is aborted', async () => {
    const stop = new AbortController();
    const asleep = systemClock.sleep(3_600_000, stop.signal);
    stop.abort(new Error('woken'));
    await expect(asleep).rejects.toThrow('woken');
    await expect(systemClock.sleep(3_600_000, stop.signal)).rejects.toThrow('woken');
  });

  it('resolves when the time is over', async () => {
    await expect(systemClock.sleep(0, new AbortController().signal)).resolves.toBeUndefined();
  });
});
