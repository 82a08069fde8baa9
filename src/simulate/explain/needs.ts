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
  /** Of Consul, where a query names one: `key "app/config@dc2"`. */
  readonly datacenter?: string;
}

export interface JobNeeds {
  /** What a workload will ask a product for. */
  readonly of: (workload: Workload, product: Need['product']) => readonly Need[];
  readonly problems: readonly Problem[];
}

let last: { readonly world: JobWorld; readonly needs: JobNeeds } | undefined;

/**
 * What the workloads of the world's job need, and what of their templates fails or could not be looked at.
 * @param job the world's job as it is registered
 */
export function needsOf(world: JobWorld, job: Job): JobNeeds {
  // A job is often explained twice in a row, in two worlds that differ in what it may do, not in what it asks.
  if (last === undefined || !asksTheSame(last.world, world)) last = { world, needs: workOut(world, job) };
  return last.needs;
}

function asksTheSame({ nomad: one, vault }: JobWorld, { nomad: other, vault: otherVault }: JobWorld): boolean {
  return (
    one.job === other.job && one.stored === other.stored && one.agent === other.agent && vault?.kv === otherVault?.kv
  );
}

function workOut({ nomad, vault }: JobWorld, job: Job): JobNeeds {
  const mounts = Object.entries(vault?.kv ?? {}).map(([path, version]) => ({ path: `${path}/`, type: 'kv', version }));
  const settings = { nomad: nomad.agent, ...(mounts.length === 0 ? {} : { vault: { mounts } }) };
  const { needs, problems } = workloadNeeds(nomad.job, settings, job);
  return {
    of: (workload, product) => {
      const own: Need[] = [];
      for (const need of needs) {
        if (need.product !== product || !isFrom(need.from, workload)) continue;
        const short = shortened(need, product);
        if (short !== undefined) own.push(short);
      }
      return own.length < 2 ? own : [...new Map(own.map((need) => [writtenOut(need), need])).values()];
    },
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

/** What tells a need of a workload from its others. */
function writtenOut({ need, origin, request }: Need): string {
  return JSON.stringify([need, origin, request]);
}

function shortened(need: WorkloadNeed, product: Need['product']): Need | undefined {
  const { permission, unknown, call, when, lack, from, elsewhere } = need;
  if (permission === undefined && unknown.length === 0) return undefined;
  const prefix = permission?.product === 'consul' && permission.prefix === true;
  const request = unknown.length > 0 ? null : requestOf(permission);
  const origin = from.template === undefined ? '' : `template ${String(from.template + 1)}`;
  const short = { product, need: call, origin, request, unknown, conditional: when.length > 0, lack, prefix };
  const datacenter = elsewhere?.['dc'];
  return datacenter === undefined ? short : { ...short, datacenter };
}

function requestOf(permission: WorkloadNeed['permission']): Request | null {
  if (permission?.product === 'consul')
    return consulRequest(permission.resource, permission.segment ?? '', permission.access);
  if (permission?.product !== 'vault' || permission.path === undefined) return null;
  return vaultRequest(permission.path, permission.capability);
}
