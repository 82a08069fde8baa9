import { goQuote } from '../../syntax/go-string.ts';
import type { Group, Job } from './job.ts';
import { wrapped } from './multierror.ts';
import { portErrors } from './validate-ports.ts';
import { constraintErrors } from './validate-constraint.ts';
import { groupServiceErrors } from './validate-services.ts';
import { placementErrors, spreadErrors } from './validate-affinity.ts';
import { disconnectErrors } from './validate-disconnect.ts';
import { parameterizedErrors, periodicErrors } from './validate-periodic.ts';
import { rescheduleErrors } from './validate-reschedule.ts';
import { restartErrors } from './validate-restart.ts';
import { scalingErrors } from './validate-scaling.ts';
import { taskErrors } from './validate-task.ts';
import { updateErrors } from './validate-update.ts';
import { volumeErrors } from './validate-volumes.ts';

/** What the servers find wrong with a job and its parts, in their order. */
export function jobErrors(job: Job): readonly string[] {
  return [
    ...headErrors(job),
    ...constraintErrors(job.constraints),
    ...placementErrors(job.type, job.affinities),
    ...spreadErrors(job.type, job.spreads),
    ...descriptionErrors(job),
    ...nameErrors(job),
    ...job.groups.flatMap((group) => wrapped(`Task group ${group.name} validation failed: `, groupErrors(group, job))),
    ...periodicErrors(job),
    ...parameterizedErrors(job),
    ...(job.regions > 0 ? ['Multiregion jobs are unlicensed.'] : []),
    ...(job.type === '_core' ? ['job type cannot be core'] : []),
    ...(job.payload ? ["job can't be submitted with a payload, only dispatched"] : []),
    ...(job.priority < 1 || job.priority > 100 ? ['job priority must be between [1, 100]'] : []),
  ];
}

const batchTypes = ['batch', 'sysbatch'];

function headErrors({ id, name, type, datacenters, groups }: Job): readonly string[] {
  const errors: string[] = [];
  if (id === '') errors.push('Missing job ID');
  else if (id.includes(' ')) errors.push('Job ID contains a space');
  else if (id.includes('\0')) errors.push('Job ID contains a null character');
  if (name === '') errors.push('Missing job name');
  else if (name.includes('\0')) errors.push('Job Name contains a null character');
  if (type === '') errors.push('Missing job type');
  else if (!['service', 'system', '_core', ...batchTypes].includes(type))
    errors.push(`Invalid job type: ${goQuote(type)}`);
  for (const datacenter of datacenters) if (datacenter === '') errors.push('Job datacenter must be non-empty string');
  if (groups.length === 0) errors.push('Missing job task groups');
  return errors;
}

function nameErrors({ groups, type }: Job): readonly string[] {
  const seen = new Map<string, number>();
  return groups.flatMap(({ name, count, shutdownDelay }, index) => {
    const errors: string[] = [];
    const at = String(index + 1);
    const before = seen.get(name);
    if (name === '') errors.push(`Job task group ${at} missing name`);
    else if (before === undefined) seen.set(name, index + 1);
    else errors.push(`Job task group ${at} redefines '${name}' from group ${String(before)}`);
    if (shutdownDelay < 0) errors.push('ShutdownDelay must be a positive value');
    if (type === 'system' && count > 1)
      errors.push(`Job task group ${name} has count ${String(count)}. Count cannot exceed 1 with system scheduler`);
    return errors;
  });
}

function descriptionErrors({ descriptions: [ui, version] }: Job): readonly string[] {
  const must = 'description must be under 1000 characters, currently';
  return [
    ...(ui > 1000 ? [`UI ${must} ${String(ui)}`] : []),
    ...(version > 1000 ? [`Tagged version ${must} ${String(version)}`] : []),
  ];
}

function groupErrors(group: Group, job: Job): readonly string[] {
  const errors: string[] = [];
  if (group.name === '') errors.push('Missing task group name');
  else if (group.name.includes('\0')) errors.push('Task group name contains null character');
  if (group.count < 0) errors.push("Task group count can't be negative");
  if (group.tasks.length === 0) errors.push('Missing tasks for task group');
  errors.push(
    ...disconnectErrors(group.disconnect, job),
    ...constraintErrors(group.constraints),
    ...placementErrors(job.type, group.affinities),
    ...restartErrors(group.restart),
    ...spreadErrors(job.type, group.spreads),
    ...reschedulingErrors(group, job),
    ...(group.disk < 10 ? [`minimum DiskMB value is 10; got ${String(group.disk)}`] : []),
    ...updateErrors(group, job),
  );
  const seen = new Map<string, number>();
  for (const [index, { name }] of group.tasks.entries()) {
    const before = seen.get(name);
    if (name === '') errors.push(`Task ${String(index + 1)} missing name`);
    else if (before === undefined) seen.set(name, index + 1);
    else errors.push(`Task ${String(index + 1)} redefines '${name}' from task ${String(before)}`);
  }
  if (group.tasks.filter(({ leader }) => leader).length > 1) errors.push('Only one task may be marked as leader');
  return [
    ...errors,
    ...volumeErrors(group, job),
    ...wrapped('Task group network validation failed: ', portErrors(group)),
    ...wrapped('Task group service validation failed: ', groupServiceErrors(group)),
    ...wrapped('Task group service check validation failed: ', scriptErrors(group)),
    ...wrapped('Task group scaling policy validation failed: ', scalingErrors(group)),
    ...group.tasks.flatMap((task) => wrapped(`Task ${task.name} validation failed: `, taskErrors(task, group, job))),
  ];
}

function reschedulingErrors({ reschedule }: Group, { type }: Job): readonly string[] {
  if (reschedule === undefined) return [];
  return type === 'system' || type === 'sysbatch'
    ? ['System or sysbatch jobs should not have a reschedule policy']
    : rescheduleErrors(reschedule);
}

function scriptErrors({ name, services }: Group): readonly string[] {
  return services
    .filter(({ taskName }) => taskName === '')
    .flatMap((service) =>
      service.checks
        .filter(({ type, taskName }) => type === 'script' && taskName === '')
        .map((check) => `Service [${name}]->${service.name} or Check ${check.name} must specify task parameter`),
    );
}
