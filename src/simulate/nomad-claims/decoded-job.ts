import type { Job } from './job.ts';
import { readJob } from './read-job.ts';

const known = new WeakMap<object, Job>();

/** The same as `readJob`, worked out once for each object: who only looks at a job need not decode it again. Throws `syntax`. */
export function decodedJob(given: object): Job {
  let job = known.get(given);
  if (job === undefined) known.set(given, (job = readJob(given)));
  return job;
}
