import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runTasks, type Task } from '../../src/provision/graph.ts';

const never = new AbortController().signal;

function task(id: string, after: readonly string[], log: string[], fails = false): Task {
  return {
    id,
    after,
    run: async () => {
      log.push(`${id} begins`);
      await Promise.resolve();
      if (fails) throw new Error(`${id} broke`);
      log.push(`${id} ends`);
    },
  };
}

describe('running tasks that depend on each other', () => {
  it('begins a task only when all it comes after have ended, whatever the order given', async () => {
    const order = fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(order, fc.integer({ min: 1, max: 4 }), fc.boolean(), async (edges, limit, backwards) => {
        const log: string[] = [];
        const tasks = edges.map((earlier, index) =>
          task(String(index), earlier.filter((one) => one < index).map(String), log),
        );
        const outcomes = await runTasks(backwards ? tasks.toReversed() : tasks, limit, never);
        expect(outcomes.every(({ state }) => state === 'done')).toBe(true);
        for (const { id, after } of tasks) {
          for (const before of after) expect(log.indexOf(`${before} ends`)).toBeLessThan(log.indexOf(`${id} begins`));
        }
      }),
    );
  });

  it('has at most the given number under way at once', async () => {
    let now = 0;
    let most = 0;
    const run = async (): Promise<void> => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
    };
    await runTasks(
      Array.from({ length: 20 }, (_, index) => ({ id: String(index), after: [], run })),
      3,
      never,
    );
    expect(most).toBe(3);
  });

  it('skips what stands on a failure and finishes all else', async () => {
    const log: string[] = [];
    const tasks = [task('a', [], log, true), task('b', ['a'], log), task('c', ['b'], log), task('d', [], log)];
    const outcomes = await runTasks(tasks, 2, never);
    expect(outcomes.map(({ id, state }) => `${id} ${state}`)).toEqual(['a failed', 'b skipped', 'c skipped', 'd done']);
  });

  it('begins nothing more once it is stopped', async () => {
    const stop = new AbortController();
    const log: string[] = [];
    const first: Task = {
      id: 'first',
      after: [],
      run: () => {
        stop.abort();
        return Promise.resolve();
      },
    };
    const outcomes = await runTasks([first, task('second', ['first'], log)], 1, stop.signal);
    expect(outcomes.map(({ state }) => state)).toEqual(['done', 'skipped']);
    expect(log).toEqual([]);
  });

  it('passes over names that no task has', async () => {
    const outcomes = await runTasks([task('a', ['made long ago'], [])], 1, never);
    expect(outcomes).toEqual([{ id: 'a', state: 'done' }]);
  });
});
