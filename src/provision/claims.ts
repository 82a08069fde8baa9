import { kinds } from '../kinds/index.ts';
import type { WorkPlan, PlannedStep } from './make-plan.ts';
import type { Entry, Manifest } from './manifest/manifest.ts';
import { digestOf } from './ownership.ts';
import { movedFrom, type Made } from './tasks.ts';

/**
 * The manifest as it must be before the first write: everything that is about to be made is claimed, so that an apply
 * that is killed at any moment leaves no object that the next one does not know as ours.
 */
export function claimsBefore(plan: WorkPlan, manifest: Manifest, accessors: ReadonlyMap<string, string>): Manifest {
  const entries = new Map(manifest.entries.map((entry) => [entry.address, entry]));
  for (const step of plan.steps) {
    const entry = claim(step, accessors);
    if (entry !== undefined) entries.set(step.address, entry);
  }
  for (const address of forgotten(plan, manifest)) entries.delete(address);
  return { ...manifest, entries: [...entries.values()] };
}

/** The manifest once the tasks are through: with the ids of what was made and without what is gone. */
export function claimsAfter(claimed: Manifest, made: readonly Made[]): Manifest {
  const entries = new Map(claimed.entries.map((entry) => [entry.address, entry]));
  for (const what of made) {
    const entry = entries.get(what.address);
    if (entry === undefined) continue;
    if ('id' in what) entries.set(what.address, { ...entry, id: what.id, pending: false });
    else entries.delete(what.address);
  }
  return { ...claimed, entries: [...entries.values()] };
}

function claim(
  { action, owned, address, kind, intent, entry, live }: PlannedStep,
  accessors: ReadonlyMap<string, string>,
): Entry | undefined {
  if (intent === undefined) return undefined;
  const of = (id: string | null, pending: boolean): Entry => ({
    address,
    kind,
    identity: intent.identity,
    id,
    digest: digestOf(kinds[kind], intent.body, accessors),
    pending,
    dependsOn: [...intent.dependsOn],
  });
  switch (action) {
    case 'create':
      return of(null, true);
    case 'replace':
      // One that comes from another parent is claimed beside the old one, which stays ours until it is gone.
      return of(movedFrom({ address, entry }) === undefined ? (entry?.id ?? live?.id ?? null) : null, true);
    case 'update':
    case 'adopt':
      return of(live?.id ?? null, false);
    case 'none':
      return owned ? of(live?.id ?? null, false) : undefined;
    case 'delete':
    case 'conflict':
    case 'orphan':
      return undefined;
  }
}

/** Claims to objects that left the spec and are gone, or belong to somebody else by now. A plan for some targets forgets nothing. */
function forgotten(plan: WorkPlan, manifest: Manifest): readonly string[] {
  if (plan.partial) return [];
  const planned = new Set(
    plan.steps.flatMap(({ address, entry }) => [address, ...(entry === undefined ? [] : [entry.address])]),
  );
  return manifest.entries.map(({ address }) => address).filter((address) => !planned.has(address));
}
