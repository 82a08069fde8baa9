import type { Job as JobReading, World } from '../model/world.ts';
import { jobsIn } from './look-at.ts';
import type { JobLook } from './look.ts';

/** Looks at jobs while others are still on their way, so that the waiting is not lost. */
export interface LookAhead {
  /** What decides about jobs; jobs that come before it are left for later. */
  readonly onSurroundings: (world: World) => void;
  readonly onJob: (job: JobReading) => void;
  /** What was seen, for `lookAt`. */
  readonly seen: ReadonlyMap<JobReading, JobLook>;
}

export function lookAhead(): LookAhead {
  const seen = new Map<JobReading, JobLook>();
  let look: ReturnType<typeof jobsIn> | undefined;
  return {
    seen,
    onSurroundings(world) {
      look = jobsIn(world, world.takenAt);
    },
    onJob(job) {
      const one = look?.(job);
      if (one === undefined) return;
      explainNow(one);
      seen.set(job, one);
    },
  };
}

/** A job that cannot be read is told about when its turn comes, not in the middle of the reading. */
function explainNow(job: JobLook): void {
  try {
    void job.explanation;
  } catch {
    // It is worked out again, and fails again, where somebody asks for it.
  }
}
