import type { Subject } from '../model/finding.ts';
import { about } from './about.ts';
import type { JobLook, WorkloadLook } from './look.ts';
import type { Sighting } from './rule.ts';

export function subjectOfJob({ job, reading }: JobLook): Subject {
  return { namespace: reading.namespace, job: job.id };
}

export function subjectOf({ of, group, task, service }: WorkloadLook): Subject {
  return {
    ...subjectOfJob(of),
    group: group.name,
    ...(task === undefined ? {} : { task: task.name }),
    ...(service === undefined ? {} : { service: service.name }),
  };
}

/** The address of a workload (see `about.ts`). */
export function addressOf({ of, path }: WorkloadLook): string {
  return about.workload(of.reading.namespace, of.job.id, path);
}

/**
 * Where something about a workload itself is seen.
 * @param path the member of the job's file
 */
export function seenAt(one: WorkloadLook, path: string): Pick<Sighting, 'about' | 'subject' | 'origin' | 'path'> {
  return { about: addressOf(one), subject: subjectOf(one), origin: one.of.reading.origin, path };
}
