import type { JobWorld } from '../../model/job-world.ts';
import { workloadNeeds } from '../needs.ts';
import type { From, Lack, Need as WorkloadNeed } from '../needs/need.ts';
import type { Job } from '../nomad-claims/job.ts';
import type { Reason } from '../needs/value.ts';
import type { Problem, Workload } from './explanation.ts';
import { consulRequest, vaultRequest, type Request } from './requests.ts';

/** A permission that a workload will want. */
export interface Need {
  readonly product: 'consul' | 'vault';
  readonly need: string;
  readonly origin: string;
  /** `null` when it is not known what exactly is asked. */
  readonly request: Request | null;
  /** Why that is not known. */
  readonly unknown: readonly Reason[];
  /** Whether it is asked only under some condition. */
  readonly conditional: boolean;
  /** What comes of it when it is not allowed. */
  readonly lack: Lack;
  /** It is about all names that begin so, of which some may be allowed. */
  readonly prefix: boolean;
}

export interface JobNeeds {
  /** What a workload will ask a product for. */
  readonly of: (workload: Workload, product: Need['product']) => readonly Need[];
  readonly problems: readonly Problem[];
}

let last: { readonly world: JobWorld; readonly needs: JobNeeds } | undefined;

/** What the workloads of the world's job need, and what of their templates fails or could not be looked at. */
export function needsOf(world: JobWorld, _job: Job): JobNeeds {
  // A job is often explained twice in a row, in two worlds that differ in what it may do, not in what it asks.
  if (last === undefined || !asksTheSame(last.world, world)) last = { world, needs: workOut(world) };
  return last.needs;
}

function asksTheSame({ nomad: one, vault }: JobWorld, { nomad: other, vault: otherVault }: JobWorld): boolean {
  return one.job === other.job && one.agent === other.agent && vault?.kv === otherVault?.kv;
}

function workOut({ nomad, vault }: JobWorld): JobNeeds {
  const mounts = Object.entries(vault?.kv ?? {}).map(([path, version]) => ({ path: `${path}/`, type: 'kv', version }));
  const { needs, problems } = workloadNeeds(nomad.job, {
    nomad: nomad.agent,
    ...(mounts.length === 0 ? {} : { vault: { mounts } }),
  });
  const of: JobNeeds['of'] = (workload, product) => {
    const own = needs.filter(({ from, product: asked }) => asked === product && isFrom(from, workload));
    const all = own.flatMap((need) => shortened(need, product));
    return [...new Map(all.map((need) => [JSON.stringify([need.need, need.origin, need.request]), need])).values()];
  };
  return {
    of,
    problems: problems.map(({ from, message, when }) => ({
      group: from.group,
      task: from.task ?? null,
      template: from.template ?? null,
      message,
      conditional: when.length > 0,
    })),
  };
}

function isFrom(from: From, { group, task, service }: Workload): boolean {
  if (from.group !== group || (from.service ?? null) !== service) return false;
  // Services of a group may be said to stand in a task.
  return service !== null || (from.task ?? null) === task;
}

function shortened(need: WorkloadNeed, product: Need['product']): readonly Need[] {
  const { permission, unknown, call, when, lack, from } = need;
  if (permission === undefined && unknown.length === 0) return [];
  const prefix = permission?.product === 'consul' && permission.prefix === true;
  const request = unknown.length > 0 ? null : requestOf(permission);
  const origin = from.template === undefined ? '' : `template ${String(from.template + 1)}`;
  return [{ product, need: call, origin, request, unknown, conditional: when.length > 0, lack, prefix }];
}

function requestOf(permission: WorkloadNeed['permission']): Request | null {
  if (permission?.product === 'consul')
    return consulRequest(permission.resource, permission.segment ?? '', permission.access);
  if (permission?.product !== 'vault' || permission.path === undefined) return null;
  return vaultRequest(permission.path, permission.capability);
}
