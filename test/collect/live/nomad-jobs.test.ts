import { expect, it, vi } from 'vitest';
import type { Api } from '../../../src/clients/api.ts';
import { newGaps } from '../../../src/collect/live/gaps.ts';
import { readJobs } from '../../../src/collect/live/nomad-jobs.ts';

const stubs = Array.from({ length: 300 }, (_, at) => ({
  ID: `app-${String(at)}`,
  Namespace: 'default',
  JobModifyIndex: 1,
  ModifyIndex: 1,
}));

/** Reads 300 jobs, each of which takes so many milliseconds by the clock, and tells how many were under way at most. */
async function underWay(milliseconds: number): Promise<number> {
  let now = 0;
  let current = 0;
  let most = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  const nomad = {
    get: async ([, id]: readonly string[]) => {
      current += 1;
      most = Math.max(most, current);
      // Those that can be asked for meanwhile are.
      await new Promise(setImmediate);
      now += milliseconds;
      current -= 1;
      return { ID: id, Namespace: 'default' };
    },
  } as unknown as Api;
  const jobs = await readJobs({ name: 'global', nomad, query: {} }, stubs, {}, newGaps());
  clock.mockRestore();
  expect(jobs.map(({ id }) => id)).toEqual(stubs.map(({ ID }) => ID));
  return most;
}

it('few jobs are asked for at once where answers come quickly', async () => {
  expect(await underWay(0)).toBe(32);
});

it('more jobs are asked for at once where the way is long, but not all of them', async () => {
  expect(await underWay(40)).toBe(64);
});
