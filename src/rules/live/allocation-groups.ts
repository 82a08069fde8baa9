import type { Allocation } from '../../model/world.ts';
import type { JobLook, Look, WorkloadLook } from '../look.ts';

type Groups = ReadonlyMap<string, readonly Allocation[]>;

const known = new WeakMap<Look, Groups>();

const none: readonly Allocation[] = [];

/** The allocations of a workload's group, of all versions of its job. */
export function allocationsOf(look: Look, { of, group }: WorkloadLook): readonly Allocation[] {
  let groups = known.get(look);
  if (groups === undefined) known.set(look, (groups = grouped(look.world.nomad?.allocations ?? [])));
  return groups.get(keyOf(of.reading.namespace, of.job.id, group.name)) ?? none;
}

/** Those of some jobs that have an allocation of which something is true. */
export function jobsWith(look: Look, jobs: readonly JobLook[], isSo: (one: Allocation) => boolean): readonly JobLook[] {
  const found = new Set(
    (look.world.nomad?.allocations ?? []).filter(isSo).map(({ namespace, job }) => `${namespace}\0${job}`),
  );
  return jobs.filter(({ reading: { namespace, id } }) => found.has(`${namespace}\0${id}`));
}

function grouped(allocations: readonly Allocation[]): Groups {
  const groups = new Map<string, Allocation[]>();
  for (const one of allocations) {
    const key = keyOf(one.namespace, one.job, one.group);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/** Nomad refuses null characters in all of these names. */
function keyOf(namespace: string, job: string, group: string): string {
  return `${namespace}\0${job}\0${group}`;
}
