import { goQuote } from '../../syntax/go-string.ts';
import type { Group, Job } from './job.ts';
import { wrapped } from './multierror.ts';
import { portErrors } from './validate-ports.ts';
import { constraintErrors } from './validate-constraint.ts';
import { groupServiceErrors } from './validate-services.ts';
import { taskErrors } from './validate-task.ts';

/** What the servers find wrong with a job and its parts, in their order. */
export function jobErrors(job: Job): readonly string[] {
  return [
    ...headErrors(job),
    ...constraintErrors(job.constraints),
    ...nameErrors(job),
    ...job.groups.flatMap((group) => wrapped(`Task group ${group.name} validation failed: `, groupErrors(group))),
    ...periodicErrors(job),
    ...parameterizedErrors(job),
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
  return groups.flatMap(({ name, count }, index) => {
    const errors: string[] = [];
    const at = String(index + 1);
    const before = seen.get(name);
    if (name === '') errors.push(`Job task group ${at} missing name`);
    else if (before === undefined) seen.set(name, index + 1);
    else errors.push(`Job task group ${at} redefines '${name}' from group ${String(before)}`);
    if (type === 'system' && count > 1)
      errors.push(`Job task group ${name} has count ${String(count)}. Count cannot exceed 1 with system scheduler`);
    return errors;
  });
}

function groupErrors(group: Group): readonly string[] {
  const errors: string[] = [];
  if (group.name === '') errors.push('Missing task group name');
  else if (group.name.includes('\0')) errors.push('Task group name contains null character');
  if (group.count < 0) errors.push("Task group count can't be negative");
  if (group.tasks.length === 0) errors.push('Missing tasks for task group');
  errors.push(...constraintErrors(group.constraints));
  if (group.disk < 10) errors.push(`minimum DiskMB value is 10; got ${String(group.disk)}`);
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
    ...wrapped('Task group network validation failed: ', portErrors(group)),
    ...wrapped('Task group service validation failed: ', groupServiceErrors(group)),
    ...wrapped('Task group service check validation failed: ', scriptErrors(group)),
    ...group.tasks.flatMap((task) => wrapped(`Task ${task.name} validation failed: `, taskErrors(task, group))),
  ];
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

function periodicErrors({ periodic, type }: Job): readonly string[] {
  if (periodic?.enabled !== true) return [];
  const errors: string[] = [];
  if (!batchTypes.includes(type)) errors.push('Periodic can only be used with "batch" or "sysbatch" scheduler');
  const inside: string[] = [];
  if (periodic.spec !== '' && periodic.specs.length > 0) inside.push('Only cron or crons may be used');
  if (periodic.spec === '' && periodic.specs.length === 0) inside.push('Must specify a spec');
  return [...errors, ...wrapped('', inside)];
}

function parameterizedErrors({ parameterized, type }: Job): readonly string[] {
  if (parameterized === undefined) return [];
  const errors: string[] = [];
  if (!batchTypes.includes(type))
    errors.push('Parameterized job can only be used with "batch" or "sysbatch" scheduler');
  const inside: string[] = [];
  const { payload, metaRequired, metaOptional } = parameterized;
  if (!['optional', 'required', 'forbidden'].includes(payload))
    inside.push(`Unknown payload requirement: ${goQuote(payload)}`);
  const both = metaRequired.filter((key) => metaOptional.includes(key));
  if (both.length > 0)
    inside.push(
      `Required and optional meta keys should be disjoint. Following keys exist in both: [${both.join(' ')}]`,
    );
  return [...errors, ...wrapped('', inside)];
}
