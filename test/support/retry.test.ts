import { describe, expect, it } from 'vitest';
import { retry, type RetryOptions } from '../../src/support/retry.ts';
import { fakeClock } from './fake-clock.ts';

/** Runs until an outcome is `done`; every other one is worth another try. */
async function run(outcomes: readonly (string | Error)[], options: RetryOptions = {}, wait?: number) {
  const clock = fakeClock();
  let tries = 0;
  const attempt = async (): Promise<string> => {
    const outcome = outcomes[Math.min(tries, outcomes.length - 1)] ?? '';
    tries += 1;
    await Promise.resolve();
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const again = (outcome: { value: string } | { error: unknown }): false | { wait?: number } =>
    'value' in outcome && outcome.value === 'done' ? false : wait === undefined ? {} : { wait };
  const result = await retry(attempt, again, { clock, random: () => 1, ...options }).catch((error: unknown) => error);
  return { result, tries, sleeps: clock.sleeps };
}

describe('retry', () => {
  it('does not wait when the first try is good', async () => {
    expect(await run(['done'])).toEqual({ result: 'done', tries: 1, sleeps: [] });
  });

  it('waits twice as long each time, up to a longest pause', async () => {
    const outcome = await run(['no', 'no', 'no', 'no', 'done'], { attempts: 5, firstPause: 100, longestPause: 300 });
    expect(outcome).toEqual({ result: 'done', tries: 5, sleeps: [100, 200, 300, 300] });
  });

  it('spreads its pauses at random', async () => {
    expect((await run(['no', 'no', 'done'], { firstPause: 100, random: () => 0.25 })).sleeps).toEqual([25, 50]);
  });

  it('gives the last outcome when the tries are used up', async () => {
    expect(await run(['no'], { attempts: 3 })).toMatchObject({ result: 'no', tries: 3 });
    const error = new Error('broken');
    expect(await run([error], { attempts: 2 })).toMatchObject({ result: error, tries: 2 });
  });

  it('waits as long as the server asks', async () => {
    expect((await run(['no', 'done'], { firstPause: 100 }, 7000)).sleeps).toEqual([7000]);
  });

  it('begins no pause that would end after the deadline', async () => {
    expect(await run(['no'], { deadline: 5000 }, 7000)).toEqual({ result: 'no', tries: 1, sleeps: [] });
    expect((await run(['no'], { attempts: 99, firstPause: 1000, longestPause: 1000, deadline: 4000 })).tries).toBe(4);
  });

  it('stops when its signal does', async () => {
    const stop = new AbortController();
    const outcome = await run(['no'], { signal: stop.signal, onRetry: () => stop.abort(new Error('stopped')) });
    expect(outcome).toMatchObject({ result: new Error('stopped'), tries: 1 });
  });
});
