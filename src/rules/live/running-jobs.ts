import { linkOf } from '../link-of.ts';
import type { JobLook, Look, WorkloadLook } from '../look.ts';

const known = new WeakMap<Look, ReadonlyMap<string, JobLook>>();

/** The jobs whose allocations are there: in the place of one that is to be registered, the one that runs until then. */
export function runningJobs(look: Look): readonly JobLook[] {
  if (look.replaced.length === 0) return look.jobs;
  const gone = new Set(look.replaced.map(keyOf));
  return [...look.jobs.filter((one) => !gone.has(keyOf(one))), ...look.replaced];
}

/** The job that will take the place of one that runs; undefined when none does. */
export function successorOf(look: Look, running: JobLook): JobLook | undefined {
  if (!look.replaced.includes(running)) return undefined;
  let all = known.get(look);
  if (all === undefined) known.set(look, (all = new Map(look.jobs.map((one) => [keyOf(one), one]))));
  return all.get(keyOf(running));
}

/** Whether a job is only to be registered in the place of one that runs. */
export function isSuccessor(look: Look, job: JobLook): boolean {
  return look.replaced.some((one) => keyOf(one) === keyOf(job));
}

/** The workload of that name in the job that comes. */
export function inSuccessor(successor: JobLook, { group, task, service }: WorkloadLook): WorkloadLook | undefined {
  return successor.workloads.find(
    (one) => one.group.name === group.name && one.task?.name === task?.name && one.service?.name === service?.name,
  );
}

/** Whether two workloads break at the same link for the same reason, at one product at least. */
export function breaksAlike(one: WorkloadLook, other: WorkloadLook): boolean {
  return (['consul', 'vault'] as const).some((product) => {
    const [link, same] = [one, other].map((of) => {
      const chain = of.chain(product);
      return chain === undefined || chain.broken === null ? undefined : chain.links[chain.broken];
    });
    if (link === undefined || same === undefined || link.link !== same.link) return false;
    return link.link !== 'identity' || same.link !== 'identity' || (link.why ?? '') === (same.why ?? '');
  });
}

/** Whether anything breaks of it. */
export function isBroken(one: WorkloadLook): boolean {
  return (['consul', 'vault'] as const).some((product) => (one.chain(product)?.broken ?? null) !== null);
}

/** Whether the service or task is given an identity for Consul. */
export function hasIdentity(one: WorkloadLook): boolean {
  return linkOf(one.chainIfTaken('consul'), 'identity')?.state === 'ok';
}

function keyOf({ reading: { namespace, id } }: JobLook): string {
  return `${namespace}\0${id}`;
}
