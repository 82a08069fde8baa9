import type { Look, WorkloadLook } from './look.ts';

/** What is found at any workload. All are gone through only when something is found at one of the samples. */
export function findAll<T>(look: Look, at: (one: WorkloadLook) => readonly T[]): readonly T[] {
  return look.sampledWorkloads.some((one) => at(one).length > 0) ? look.workloads.flatMap(at) : [];
}
