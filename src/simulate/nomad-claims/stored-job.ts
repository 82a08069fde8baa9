import { canonicalizeJob } from './canonicalize.ts';
import type { Job } from './job.ts';
import { readJob } from './read-job.ts';

/** A job that a server keeps, with what it added at registration. Throws `syntax` where a member has the wrong type. */
export function storedJob(given: unknown, region: string): Job {
  const job = readJob(given);
  // Changes nothing of a job of this server's version; older ones left more to be said by default.
  canonicalizeJob(job, region);
  return job;
}
