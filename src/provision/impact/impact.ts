import type { NotRead } from '../../model/world.ts';
import type { DecidedBy } from '../../simulate/explain/explanation.ts';
import type { Reason } from '../../simulate/needs/value.ts';
import type { Request } from '../../simulate/explain/requests.ts';

/** What a plan does to the workloads of a cluster: which of them start or stop working because of it. */
export interface Impact {
  /** How many jobs were looked at. */
  readonly jobs: number;
  /** Only those for which something changes, or for which it cannot be told. */
  readonly workloads: readonly WorkloadImpact[];
  readonly tokens: readonly TokenImpact[];
  /** What could not be read and would have told more. */
  readonly notRead: readonly NotRead[];
  /** Objects of the plan in namespaces or partitions whose workloads are not looked at, by their addresses. */
  readonly elsewhere: readonly string[];
  readonly assumed: readonly string[];
}

/**
 * `breaks`: something that works stops working, whatever else starts; `heals`: something starts and nothing stops;
 * `unknown`: it is touched, and what comes of it cannot be told.
 */
export type Effect = 'breaks' | 'heals' | 'unknown';

export interface WorkloadImpact {
  readonly workload: {
    readonly namespace: string;
    readonly job: string;
    readonly group: string;
    readonly task: string | null;
    readonly service: string | null;
  };
  readonly product: 'consul' | 'vault';
  readonly effect: Effect;
  readonly login: { readonly before: LoginState; readonly after: LoginState };
  /** Permissions that change while the login works before and after. */
  readonly needs: readonly NeedImpact[];
  /** What it needs and is denied once its login starts to work. */
  readonly denied: readonly string[];
  /** Whether tokens that it holds now are taken from it, though it could log in anew. */
  readonly revoked: boolean;
  /** How many of its allocations run; `null` when that was not read. */
  readonly running: number | null;
  /** Addresses of the plan's objects that its login and token depend on. */
  readonly because: readonly string[];
  /** Why the effect is not known. */
  readonly reasons: readonly string[];
}

export interface LoginState {
  /** `null` when it cannot be told. */
  readonly works: boolean | null;
  /** The server's text when it fails. */
  readonly error: string | null;
  readonly alternatives?: readonly string[];
  readonly reason?: string;
}

export interface NeedImpact {
  /** As it is written: `key "app/config"`. */
  readonly need: string;
  readonly origin: string;
  readonly request: Request | null;
  readonly conditional: boolean;
  readonly change: 'starts' | 'stops' | 'unknown';
  readonly before: NeedState;
  readonly after: NeedState;
  /** Why it is not known what is asked. */
  readonly unknown: readonly Reason[];
}

export interface NeedState {
  readonly allow: boolean | null;
  readonly decidedBy: DecidedBy | null;
}

/** Tokens that exist and that the plan takes away, or takes something from. */
export interface TokenImpact {
  readonly product: 'consul' | 'vault';
  /** Of the object that goes. */
  readonly address: string;
  /** `revoked`: the tokens end; `narrowed`: they lose what the object gave them. */
  readonly change: 'revoked' | 'narrowed';
  /** How many; `null` when that was not read. */
  readonly tokens: number | null;
  /** Vault: how many workloads are known to it by logins at the mount; left out when that was not read. */
  readonly aliases?: number;
  /** Agents among those who hold such tokens: `nomad client web-1`. */
  readonly agents: readonly string[];
}

/** How many workloads a plan has that effect on; one that logs in at both products counts once. */
export function countWorkloads({ workloads }: Pick<Impact, 'workloads'>, effect: Effect): number {
  const affected = workloads.filter((one) => one.effect === effect);
  return new Set(affected.map(({ workload }) => JSON.stringify(workload))).size;
}

/** Whether it can be told what a plan does to workloads. */
export type Outlook = ({ readonly known: true } & Impact) | { readonly known: false; readonly reason: string };

/** How many workloads would stop working, as far as is known. */
export function breaking(outlook: Outlook | undefined): number {
  return outlook?.known === true ? countWorkloads(outlook, 'breaks') : 0;
}
