import { isObject } from '../validation/object.ts';

/** Whether a server keeps the job so: it then has an index, and each task the default identity that every server adds. */
export function isStored(job: unknown): boolean {
  if (!isObject(job)) return false;
  const whole = isObject(job['Job']) ? job['Job'] : job;
  const { JobModifyIndex: index, TaskGroups: groups } = whole;
  if (typeof index !== 'number' || index === 0 || !Array.isArray(groups)) return false;
  const tasksAreStored = (tasks: unknown): boolean =>
    !Array.isArray(tasks) || tasks.every((task) => !isObject(task) || isObject(task['Identity']));
  return groups.every((group) => !isObject(group) || tasksAreStored(group['Tasks']));
}
