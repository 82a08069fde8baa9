import type { Job as JobReading, World } from '../model/world.ts';
import { jobsIn, lookAt } from '../rules/look-at.ts';
import type { JobLook } from '../rules/look.ts';
import type { Rule } from '../rules/rule.ts';
import { isInOrder } from './in-order.ts';
import { jobKindsIn } from './job-kinds.ts';
import { looksAtWorkloads, saidOf, type Said } from './sightings.ts';

/** Looks at jobs while others are still on their way, so that the waiting is not lost. */
export interface LookAhead {
  /** What decides about jobs; jobs that come before it are left for later. */
  readonly onSurroundings: (world: World) => void;
  readonly onJob: (job: JobReading) => void;
  /** The world when all of it is there: looks at those that came too early. */
  readonly onWorld: (world: World) => void;
  /** What was seen, for `lookAt`, and what rules said of it, for `audit`. */
  readonly seen: ReadonlyMap<JobReading, JobLook>;
  readonly said: (job: JobLook) => readonly Said[] | undefined;
  /** Jobs like one with which nothing is wrong: they were not looked at. */
  readonly spared: ReadonlySet<JobReading>;
}

/** @param all rules, of which those count that look at single workloads */
export function lookAhead(all: readonly Rule[]): LookAhead {
  const rules = all.filter(looksAtWorkloads);
  const seen = new Map<JobReading, JobLook>();
  const said = new Map<JobLook, readonly Said[]>();
  const spared = new Set<JobReading>();
  let look: ((job: JobReading) => void) | undefined;
  const ahead: LookAhead = {
    seen,
    spared,
    said: (job) => said.get(job),
    onSurroundings(world) {
      const around = lookAt(world, { now: world.takenAt });
      const jobs = jobsIn(world, world.takenAt);
      const kindOf = jobKindsIn(world);
      /** How long the longest id of a kind is that was looked at. */
      const inOrder = new Map<string, number>();
      look = (reading) => {
        const kind = kindOf(reading);
        const { length } = reading.id;
        if (kind !== undefined && length <= (inOrder.get(kind) ?? 0)) {
          spared.add(reading);
          return;
        }
        const job = jobs(reading);
        const all = saidOf(job, around, rules);
        said.set(job, all);
        seen.set(reading, job);
        if (kind !== undefined && all.length === 0 && isInOrder(job.explanation)) inOrder.set(kind, length);
      };
    },
    onJob(job) {
      try {
        look?.(job);
      } catch {
        // A job that cannot be read is told about when its turn comes, not in the middle of the reading.
      }
    },
    onWorld(world) {
      if (look === undefined) ahead.onSurroundings(world);
      for (const job of world.nomad?.jobs ?? []) if (!seen.has(job) && !spared.has(job)) ahead.onJob(job);
    },
  };
  return ahead;
}
