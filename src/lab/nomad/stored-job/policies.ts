import type { Group } from '../../../simulate/nomad-claims/job.ts';
import { complete, type Part } from './complete.ts';

/** What a group says about how it is run, moved and replaced, in the form of the API; `given` is as it was sent. */
export function policiesOf(
  { restart, reschedule, update, migrate }: Group,
  given: Part,
): Readonly<Record<'RestartPolicy' | 'ReschedulePolicy' | 'Update' | 'Migrate', Part | null>> {
  return {
    RestartPolicy: {
      Attempts: restart.attempts, Delay: restart.delay, Interval: restart.interval, Mode: restart.mode,
      RenderTemplates: complete('structs.RestartPolicy', given['RestartPolicy'])['RenderTemplates'],
    }, // prettier-ignore
    ReschedulePolicy: reschedule === undefined ? null : {
      Attempts: reschedule.attempts, Delay: reschedule.delay, DelayFunction: reschedule.delayFunction, Interval: reschedule.interval,
      MaxDelay: reschedule.maxDelay, Unlimited: reschedule.unlimited,
    }, // prettier-ignore
    Update: update === undefined ? null : {
      AutoPromote: update.autoPromote, AutoRevert: update.autoRevert, Canary: update.canary, HealthCheck: update.healthCheck,
      HealthyDeadline: update.healthyDeadline, MaxParallel: update.maxParallel, MinHealthyTime: update.minHealthyTime,
      ProgressDeadline: update.progressDeadline, Stagger: update.stagger,
    }, // prettier-ignore
    Migrate: migrate === undefined ? null : {
      HealthCheck: migrate.healthCheck, HealthyDeadline: migrate.healthyDeadline, MaxParallel: migrate.maxParallel,
      MinHealthyTime: migrate.minHealthyTime,
    }, // prettier-ignore
  };
}

const stagger = 30_000_000_000;

/** Of an update of the whole job the servers keep two members, and have them for services and jobs on all nodes. */
export function updateOfJob(given: unknown, type: string): Part {
  const update = complete('structs.UpdateStrategy', undefined);
  const wanted = (given ?? null) !== null || type === 'service' || type === 'system';
  return wanted ? { ...update, MaxParallel: 1, Stagger: stagger, ...picked(given) } : update;
}

function picked(given: unknown): Part {
  const { MaxParallel, Stagger } = (given ?? {}) as Part;
  return Object.fromEntries(Object.entries({ MaxParallel, Stagger }).filter(([, value]) => (value ?? null) !== null));
}

/** A task's own restarts, with the group's for what it does not say. */
export function restartOfTask(given: unknown, ofGroup: Part | null): Part {
  const said = Object.entries((given ?? {}) as Part).filter(([, value]) => value !== null);
  return complete('structs.RestartPolicy', { ...ofGroup, ...Object.fromEntries(said) });
}
