import { kinds } from '../kinds/index.ts';
import type { Reach } from '../kinds/kind.ts';
import type { Task } from './graph.ts';
import type { PlannedStep } from './planned-step.ts';

/** What a finished task tells: the server's id of what it made, or that the object is gone. */
export type Made =
  { readonly address: string; readonly id: string } | { readonly address: string; readonly gone: true };

/** The name of the first half of a replacement; the second half has the address itself. */
const removalOf = (address: string): string => `${address} (removal)`;

/**
 * The writes of a plan, as tasks that know what they wait for. A replacement is two: first the old object goes, behind
 * the removal of what hangs on it, then the new one comes.
 */
export function tasksOf(steps: readonly PlannedStep[], reach: Reach, made: (what: Made) => void): readonly Task[] {
  return steps.flatMap((step): readonly Task[] => {
    switch (step.action) {
      case 'create':
        return [{ id: step.address, after: step.after, run: () => create(step, reach, made) }];
      case 'update':
      case 'adopt':
        return [{ id: step.address, after: step.after, run: () => update(step, reach, made) }];
      case 'delete':
        return [{ id: step.address, after: step.after, run: () => remove(step, reach, made) }];
      case 'replace': {
        const removal = removalOf(step.address);
        const hanging = steps.filter((other) => other !== step && other.after.includes(step.address));
        const removedFirst = hanging
          .filter(({ action }) => action === 'replace')
          .map(({ address }) => removalOf(address));
        return [
          { id: removal, after: removedFirst, run: () => remove(step, reach, () => removed(step, made)) },
          { id: step.address, after: [removal, ...step.after], run: () => create(step, reach, made) },
        ];
      }
      case 'conflict':
      case 'orphan':
      case 'none':
        return [];
    }
  });
}

/** The old address of an object that is replaced by one under another parent. */
export function movedFrom({ address, entry }: Pick<PlannedStep, 'address' | 'entry'>): string | undefined {
  return entry === undefined || entry.address === address ? undefined : entry.address;
}

/** Tells nothing while old and new have one address: the claim to what follows stands meanwhile. */
function removed(step: PlannedStep, made: (what: Made) => void): void {
  const old = movedFrom(step);
  if (old !== undefined) made({ address: old, gone: true });
}

async function create(step: PlannedStep, reach: Reach, made: (what: Made) => void): Promise<void> {
  const { address, kind, intent } = step;
  if (intent === undefined) return;
  const id = await kinds[kind].create(reach, resolved(intent, reach));
  made({ address, id });
}

async function update(step: PlannedStep, reach: Reach, made: (what: Made) => void): Promise<void> {
  const { address, kind, intent, live, changes } = step;
  if (intent === undefined || live === undefined) return;
  if (changes.length > 0) await kinds[kind].update(reach, resolved(intent, reach), live);
  made({ address, id: live.id });
}

async function remove(step: PlannedStep, reach: Reach, made: (what: Made) => void): Promise<void> {
  const { address, kind, live } = step;
  if (live === undefined) return;
  await kinds[kind].remove(reach, live);
  made({ address, gone: true });
}

/** By now every mount that the object needs is there, so every accessor is known. */
function resolved(intent: NonNullable<PlannedStep['intent']>, reach: Reach): NonNullable<PlannedStep['intent']> {
  const { resolve } = kinds[intent.kind];
  return resolve === undefined ? intent : { ...intent, body: resolve(intent.body, intent.identity, reach.accessors) };
}
