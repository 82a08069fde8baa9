import pLimit from 'p-limit';

/** A piece of work that may begin once others are done. */
export interface Task {
  readonly id: string;
  readonly after: readonly string[];
  readonly run: () => Promise<void>;
}

export type Outcome = { readonly id: string } & (
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly error: unknown }
  /** Not begun, because something before it failed or everything was stopped. */
  | { readonly state: 'skipped' }
);

/**
 * Runs every task behind those it comes after, independent ones side by side, at most `limit` at once.
 * A failure stops what depends on it and nothing else; an abort stops all that has not begun.
 * Never rejects: what became of each task is in the outcomes, in the order given.
 */
export async function runTasks(
  tasks: readonly Task[],
  limit: number,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const limited = pLimit(limit);
  const begun = new Map<string, Promise<Outcome>>();
  const byId = new Map(tasks.map((task) => [task.id, task]));

  const begin = (task: Task): Promise<Outcome> => {
    const known = begun.get(task.id);
    if (known !== undefined) return known;
    const outcome = outcomeOf(task);
    begun.set(task.id, outcome);
    return outcome;
  };

  const outcomeOf = async (task: Task): Promise<Outcome> => {
    const before = task.after.flatMap((id) => byId.get(id) ?? []);
    const earlier = await Promise.all(before.map(begin));
    if (earlier.some(({ state }) => state !== 'done')) return { id: task.id, state: 'skipped' };
    return limited(async () => {
      if (signal.aborted) return { id: task.id, state: 'skipped' };
      try {
        await task.run();
        return { id: task.id, state: 'done' };
      } catch (error) {
        return { id: task.id, state: 'failed', error };
      }
    });
  };

  return Promise.all(tasks.map(begin));
}
