import type { Job } from './job.ts';
import { networkError } from './validate-connect.ts';

/** The first check that is to be exposed where that cannot be; at most one. */
export function exposeErrors(job: Job): readonly string[] {
  for (const group of job.groups) {
    if (group.services.some(({ checks }) => checks.some(({ expose }) => expose))) {
      const error = networkError(group, 'connect expose check', false);
      if (error !== undefined) return [error];
    }
    for (const service of group.services)
      for (const check of service.checks)
        if (check.expose && service.connect?.sidecar === undefined)
          return [`exposed service check ${group.name}->${service.name}->${check.name} requires use of sidecar_proxy`];
    for (const task of group.tasks)
      for (const service of task.services)
        for (const check of service.checks)
          if (check.expose)
            return [
              `exposed service check ${group.name}[${task.name}]->${service.name}->${check.name} is not a task-group service`,
            ];
  }
  return [];
}
