import { child, flag, maybeNumber, maybeText, number, text, type Node } from './members.ts';
import type { Migrate, Policies, Reschedule, Restart, Update } from './policies.ts';

const second = 1e9;
const minute = 60 * second;
const hour = 60 * minute;

/** What a group says about how it is run, with what the job says for all groups and the API's own values. */
export function readPolicies(group: Node, job: Node, type: string, count: number): Policies {
  const disconnect = child(group, 'Disconnect');
  const scaling = child(group, 'Scaling');
  return {
    restart: restart(child(group, 'RestartPolicy'), type),
    reschedule: reschedule([child(group, 'ReschedulePolicy'), child(job, 'Reschedule')], type),
    update: update(child(group, 'Update'), child(job, 'Update'), type),
    migrate: migrate([child(group, 'Migrate'), child(job, 'Migrate')], type),
    disconnect: disconnect && {
      lostAfter: number(disconnect, 'LostAfter'),
      stopOnClientAfter: maybeNumber(disconnect, 'StopOnClientAfter'),
      reconcile: text(disconnect, 'Reconcile'),
    },
    scaling: scaling && {
      type: text(scaling, 'Type') || 'horizontal',
      min: maybeNumber(scaling, 'Min') ?? count,
      max: maybeNumber(scaling, 'Max') ?? -1,
    },
  };
}

type Blocks = readonly (Node | undefined)[];

/** The first block that says something decides. */
function firstOf<T>(blocks: Blocks, read: (node: Node, name: string) => T | undefined, name: string): T | undefined {
  for (const block of blocks) {
    const value = block && read(block, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

const maybeFlag = (node: Node, name: string): boolean | undefined =>
  node.value[name] === undefined || node.value[name] === null ? undefined : flag(node, name);

function restart(node: Node | undefined, type: string): Restart {
  const service = type === 'service' || type === 'system';
  const blocks = [node];
  return {
    attempts: firstOf(blocks, maybeNumber, 'Attempts') ?? (service ? 2 : 3),
    interval: firstOf(blocks, maybeNumber, 'Interval') ?? (service ? 30 * minute : 24 * hour),
    delay: firstOf(blocks, maybeNumber, 'Delay') ?? 15 * second,
    mode: firstOf(blocks, maybeText, 'Mode') ?? 'fail',
  };
}

const rescheduling: Readonly<Record<string, Reschedule>> = {
  service: {
    attempts: 0,
    interval: 0,
    delay: 30 * second,
    delayFunction: 'exponential',
    maxDelay: hour,
    unlimited: true,
  },
  batch: {
    attempts: 1,
    interval: 24 * hour,
    delay: 5 * second,
    delayFunction: 'constant',
    maxDelay: 0,
    unlimited: false,
  },
};
const neverRescheduled: Reschedule = {
  attempts: 0,
  interval: 0,
  delay: 0,
  delayFunction: '',
  maxDelay: 0,
  unlimited: false,
};

function reschedule(blocks: Blocks, type: string): Reschedule | undefined {
  const given = blocks.some((block) => block !== undefined);
  if (!given && (type === 'system' || type === 'sysbatch')) return undefined;
  const usual = (Object.hasOwn(rescheduling, type) ? rescheduling[type] : undefined) ?? neverRescheduled;
  return {
    attempts: firstOf(blocks, maybeNumber, 'Attempts') ?? usual.attempts,
    interval: firstOf(blocks, maybeNumber, 'Interval') ?? usual.interval,
    delay: firstOf(blocks, maybeNumber, 'Delay') ?? usual.delay,
    delayFunction: firstOf(blocks, maybeText, 'DelayFunction') ?? usual.delayFunction,
    maxDelay: firstOf(blocks, maybeNumber, 'MaxDelay') ?? usual.maxDelay,
    unlimited: firstOf(blocks, maybeFlag, 'Unlimited') ?? usual.unlimited,
  };
}

/** Services and jobs on all nodes are always updated in some order; a job's block of nothing but zeros goes nowhere. */
function update(group: Node | undefined, job: Node | undefined, type: string): Update | undefined {
  if (group !== undefined) return updateOf([group, job]);
  if (job === undefined && type !== 'service' && type !== 'system') return undefined;
  const ofJob = updateOf([job]);
  return Object.values(ofJob).some((value) => value !== 0 && value !== '' && value !== false) ? ofJob : undefined;
}

function updateOf(blocks: Blocks): Update {
  return {
    stagger: firstOf(blocks, maybeNumber, 'Stagger') ?? 30 * second,
    maxParallel: firstOf(blocks, maybeNumber, 'MaxParallel') ?? 1,
    healthCheck: firstOf(blocks, maybeText, 'HealthCheck') ?? 'checks',
    minHealthyTime: firstOf(blocks, maybeNumber, 'MinHealthyTime') ?? 10 * second,
    healthyDeadline: firstOf(blocks, maybeNumber, 'HealthyDeadline') ?? 5 * minute,
    progressDeadline: firstOf(blocks, maybeNumber, 'ProgressDeadline') ?? 10 * minute,
    canary: firstOf(blocks, maybeNumber, 'Canary') ?? 0,
    autoRevert: firstOf(blocks, maybeFlag, 'AutoRevert') ?? false,
    autoPromote: firstOf(blocks, maybeFlag, 'AutoPromote') ?? false,
  };
}

function migrate(blocks: Blocks, type: string): Migrate | undefined {
  if (blocks.every((block) => block === undefined) && type !== 'service') return undefined;
  return {
    maxParallel: firstOf(blocks, maybeNumber, 'MaxParallel') ?? 1,
    healthCheck: firstOf(blocks, maybeText, 'HealthCheck') ?? 'checks',
    minHealthyTime: firstOf(blocks, maybeNumber, 'MinHealthyTime') ?? 10 * second,
    healthyDeadline: firstOf(blocks, maybeNumber, 'HealthyDeadline') ?? 5 * minute,
  };
}
