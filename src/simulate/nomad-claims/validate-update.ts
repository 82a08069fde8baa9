import { goQuote } from '../../syntax/go-string.ts';
import type { Group, Job } from './job.ts';
import type { Migrate, Update } from './policies.ts';
import { shown } from './validate-restart.ts';

/** What is wrong with how a group is updated and moved, as its type of job allows it. */
export function updateErrors({ update, migrate }: Group, { type }: Job): readonly string[] {
  const errors: string[] = [];
  if (update !== undefined) {
    if (type !== 'service' && type !== 'system') errors.push(`Job type ${goQuote(type)} does not allow update block`);
    errors.push(...updateFaults(update));
  }
  if (migrate === undefined) return errors;
  if (type === 'service') errors.push(...migrateFaults(migrate));
  else errors.push(`Job type ${goQuote(type)} does not allow migrate block`);
  return errors;
}

function updateFaults(update: Update): readonly string[] {
  const { healthCheck, maxParallel, canary, autoPromote, minHealthyTime, healthyDeadline, progressDeadline, stagger } =
    update;
  const faults: string[] = [];
  if (!['checks', 'task_states', 'manual'].includes(healthCheck))
    faults.push(`Invalid health check given: ${goQuote(healthCheck)}`);
  if (maxParallel < 0) faults.push(`Max parallel can not be less than zero: ${String(maxParallel)} < 0`);
  if (canary < 0) faults.push(`Canary count can not be less than zero: ${String(canary)} < 0`);
  if (canary === 0 && autoPromote) faults.push('Auto Promote requires a Canary count greater than zero');
  if (minHealthyTime < 0) faults.push(`Minimum healthy time may not be less than zero: ${shown(minHealthyTime)}`);
  if (healthyDeadline <= 0) faults.push(`Healthy deadline must be greater than zero: ${shown(healthyDeadline)}`);
  if (progressDeadline < 0) faults.push(`Progress deadline must be zero or greater: ${shown(progressDeadline)}`);
  if (minHealthyTime >= healthyDeadline)
    faults.push(
      `Minimum healthy time must be less than healthy deadline: ${shown(minHealthyTime)} > ${shown(healthyDeadline)}`,
    );
  if (progressDeadline !== 0 && healthyDeadline >= progressDeadline)
    faults.push(
      `Healthy deadline must be less than progress deadline: ${shown(healthyDeadline)} > ${shown(progressDeadline)}`,
    );
  if (stagger <= 0) faults.push(`Stagger must be greater than zero: ${shown(stagger)}`);
  return faults;
}

function migrateFaults({ maxParallel, healthCheck, minHealthyTime, healthyDeadline }: Migrate): readonly string[] {
  const faults: string[] = [];
  if (maxParallel < 0) faults.push(`MaxParallel must be >= 0 but found ${String(maxParallel)}`);
  if (healthCheck === '') {
    if (maxParallel > 0) faults.push('Missing HealthCheck');
  } else if (!['checks', 'task_states'].includes(healthCheck))
    faults.push(`Invalid HealthCheck: ${goQuote(healthCheck)}`);
  if (minHealthyTime < 0) faults.push(`MinHealthyTime is ${shown(minHealthyTime)} and must be >= 0`);
  if (healthyDeadline < 0) faults.push(`HealthyDeadline is ${shown(healthyDeadline)} and must be >= 0`);
  if (minHealthyTime > healthyDeadline) faults.push('MinHealthyTime must be less than HealthyDeadline');
  return faults;
}

/** Whether canaries are promoted by themselves in some groups only, and groups that are replaced all at once. */
export function updateWarning({ update, count }: Group): readonly string[] {
  if (update === undefined || count <= 1 || update.maxParallel <= count) return [];
  return [
    `Update max parallel count is greater than task group count (${String(update.maxParallel)} > ${String(count)}). A destructive change would result in the simultaneous replacement of all allocations.`,
  ];
}

export function promotionWarnings({ groups }: Job): readonly string[] {
  const updates = groups.flatMap(({ update }) => (update === undefined ? [] : [update]));
  const some = updates.some(({ autoPromote }) => autoPromote);
  return some && !updates.every(({ canary, autoPromote }) => canary === 0 || autoPromote)
    ? ['auto_promote must be true for all groups to enable automatic promotion']
    : [];
}
