import type { Subject } from '../model/finding.ts';
import type { JobLook, WorkloadLook } from './look.ts';

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
