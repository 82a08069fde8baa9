import { kinds } from '../kinds/index.ts';
import type { PlannedStep, WorkPlan } from './planned-step.ts';
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
    if ('id' in what) entries.set(what.address, finished(entry, what.id));
    else entries.delete(what.address);
  }
  return { ...claimed, entries: [...entries.values()] };
}

/** Once there is an id of the server's own, nothing else tells whose an object is; without the digest, manifests stay small. */
function finished(entry: Entry, id: string): Entry {
  const digest = kinds[entry.kind].idIsName === true ? entry.digest : '';
  return { ...entry, id, pending: false, digest };
}

function claim(
  { action, owned, address, kind, intent, entry, live, changes }: PlannedStep,
  accessors: ReadonlyMap<string, string>,
): Entry | undefined {
  if (intent === undefined) return undefined;
  // What is not written stays as it is, which may be another text of the same meaning.
  const stays = (action === 'none' || action === 'adopt') && live !== undefined && changes.length === 0;
  const body = stays ? live.body : intent.body;
  const of = (id: string | null, pending: boolean): Entry => ({
    address,
    kind,
    identity: intent.identity,
    id,
    digest: pending || kinds[kind].idIsName === true ? digestOf(kinds[kind], body, accessors) : '',
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
