import { isObject } from '../validation/object.ts';

/** Whether a server keeps the job so: it then has an index, and each task the default identity that every server adds. */
export function isStored(job: unknown): boolean {
  if (!isObject(job)) return false;
  const whole = isObject(job['Job']) ? job['Job'] : job;
  const { JobModifyIndex: index, TaskGroups: groups } = whole;
  if (typeof index !== 'number' || index === 0 || !Array.isArray(groups)) return false;
  const tasks = groups.filter(isObject).flatMap(({ Tasks }) => (Array.isArray(Tasks) ? Tasks.filter(isObject) : []));
  return tasks.every(({ Identity }) => isObject(Identity));
}
