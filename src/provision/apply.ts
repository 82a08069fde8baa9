import type { Reach } from '../kinds/kind.ts';
import { runTasks } from './graph.ts';
import { claimsAfter, claimsBefore } from './claims.ts';
import type { WorkPlan } from './planned-step.ts';
import { sameClaims, type Manifest } from './manifest/manifest.ts';
import type { Lock, ManifestStore, Stored } from './manifest/store.ts';
import type { Action } from './plan.ts';
import { tasksOf, type Made } from './tasks.ts';

/** What happens to one object while a plan is applied. A replacement tells of its removal and its creation. */
export type ApplyEvent = { readonly address: string; readonly action: Action } & (
  { readonly type: 'start' | 'done' | 'skipped' } | { readonly type: 'failed'; readonly error: unknown }
);

export interface ApplyResult {
  /** Made, changed, replaced or taken over. */
  readonly done: readonly string[];
  readonly deleted: readonly string[];
  readonly failed: readonly { readonly address: string; readonly error: unknown }[];
  /** Not begun, because something before it failed or the apply was stopped. */
  readonly skipped: readonly string[];
  /** Why the manifest does not tell of the end of this run. The next apply mends that. */
  readonly manifestError: unknown;
}

export interface ApplyInput {
  readonly plan: WorkPlan;
  readonly reach: Reach;
  readonly store: ManifestStore;
  readonly stored: Stored | undefined;
  readonly manifest: Manifest;
  readonly lock: Lock;
  /** How many writes may be under way at once. */
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: ApplyEvent) => void;
}

/**
 * Walks a plan: claims, writes, records. Objects that fail stop what depends on them and nothing else.
 * @throws WidError when the claims cannot be written; then nothing else was
 */
export async function applyPlan(input: ApplyInput): Promise<ApplyResult> {
  const { plan, reach, store, stored, manifest, lock, onEvent } = input;
  const claimed = claimsBefore(plan, manifest, reach.accessors);
  let revision = stored?.revision;
  let recorded = stored?.manifest ?? manifest;
  if (!sameClaims(claimed, recorded)) {
    revision = await store.write({ ...claimed, serial: recorded.serial + 1 }, revision);
    recorded = { ...claimed, serial: recorded.serial + 1 };
  }

  const made: Made[] = [];
  const actions = new Map(plan.steps.map(({ address, action }) => [address, action]));
  const actionOf = (task: string): Action => actions.get(task) ?? 'delete';
  const tasks = tasksOf(plan.steps, reach, (what) => made.push(what)).map((task) => ({
    ...task,
    run: async (): Promise<void> => {
      lock.check();
      onEvent({ type: 'start', address: task.id, action: actionOf(task.id) });
      try {
        await task.run();
        onEvent({ type: 'done', address: task.id, action: actionOf(task.id) });
      } catch (error) {
        onEvent({ type: 'failed', address: task.id, action: actionOf(task.id), error });
        throw error;
      }
    },
  }));
  const outcomes = await runTasks(tasks, input.limit, input.signal);
  for (const { id, state } of outcomes)
    if (state === 'skipped') onEvent({ type: 'skipped', address: id, action: actionOf(id) });

  // The removal in a replacement is a task without a step of its own.
  const ended = outcomes.filter(({ id, state }) => state === 'done' && actions.has(id)).map(({ id }) => id);
  return {
    done: ended.filter((id) => actionOf(id) !== 'delete'),
    deleted: ended.filter((id) => actionOf(id) === 'delete'),
    failed: outcomes.flatMap((outcome) =>
      outcome.state === 'failed' ? [{ address: outcome.id, error: outcome.error }] : [],
    ),
    skipped: outcomes.filter(({ state }) => state === 'skipped').map(({ id }) => id),
    manifestError: await record(claimsAfter(claimed, made), recorded, store, revision),
  };
}

/** Writes the end of the run into the manifest; a spec that owns nothing any more leaves none behind. */
async function record(
  after: Manifest,
  before: Manifest,
  store: ManifestStore,
  revision: string | undefined,
): Promise<unknown> {
  try {
    if (after.entries.length === 0) {
      if (revision !== undefined) await store.remove(revision);
    } else if (!sameClaims(after, before)) {
      await store.write({ ...after, serial: before.serial + 1 }, revision);
    }
    return undefined;
  } catch (error) {
    return error;
  }
}
