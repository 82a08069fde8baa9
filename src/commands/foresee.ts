import type { Command as Commander } from 'commander';
import type { Connection } from '../clients/connect.ts';
import type { Part, World } from '../model/world.ts';
import type { Outlook } from '../provision/impact/impact.ts';
import { changesSomething } from '../provision/plan.ts';
import type { WorkPlan } from '../provision/planned-step.ts';
import { systemClock } from '../support/clock.ts';
import { WidError } from '../support/errors.ts';
import type { Context } from './command.ts';
import { readLiveWithOptions } from './live-options.ts';
import { readSavedWorld } from './world-options.ts';

/** Options of the commands that say what a plan does to workloads. */
export interface ImpactOptions {
  readonly world?: string;
  /** `false` by --no-impact. */
  readonly impact?: boolean;
}

export function impactOptions(command: Commander): Commander {
  return command
    .option('--world <file>', 'look at the workloads in what `wid collect` wrote, instead of those that Nomad has')
    .option('--no-impact', 'do not look which workloads start or stop working; asks Nomad nothing');
}

/**
 * What the plan does to the workloads of the cluster, or of a world that was saved. That Nomad cannot be asked is no
 * error: then it is not known, and the reason is told.
 * @returns `undefined` when nobody wants to know, or the plan changes nothing
 */
export async function foresee(
  context: Context,
  clients: Connection,
  plan: WorkPlan,
  { impact = true, world: saved }: ImpactOptions,
): Promise<Outlook | undefined> {
  if (!impact) return undefined;
  // A file that is not there is told of though nothing changes, for next time something will.
  const given = saved === undefined ? undefined : await readSavedWorld(context, saved);
  if (!changesSomething(plan)) return undefined;
  const world = given ?? (await readAround(context, clients, plan));
  if ('reason' in world) return { known: false, reason: world.reason };
  const unread = world.notRead.find(({ part }) => part === 'nomad/jobs');
  if (world.nomad === undefined || (world.nomad.jobs.length === 0 && unread !== undefined)) {
    const reason = unread === undefined ? 'the world holds nothing about Nomad' : `${unread.what}: ${unread.reason}`;
    return { known: false, reason };
  }
  const { impactOf } = await import('../provision/impact/impact-of.ts');
  return { known: true, ...impactOf(plan, world, systemClock.now() / 1000) };
}

/** Of each product only what the plan may change something about, so that a small change asks little. */
function partsFor({ steps }: WorkPlan): readonly Part[] {
  const acting = steps.filter(({ action }) => action !== 'none' && action !== 'orphan');
  const has = (start: string): boolean => acting.some(({ kind }) => kind.startsWith(start));
  const goes = (start: string): boolean =>
    acting.some(({ kind, action }) => kind.startsWith(start) && (action === 'delete' || action === 'replace'));
  const parts: readonly (readonly [Part, boolean])[] = [
    ['nomad/agents', true],
    ['nomad/jobs', true],
    ['nomad/allocations', goes('consul/auth-method') || goes('vault/auth-mount')],
    ['consul/objects', has('consul/')],
    ['consul/tokens', goes('consul/')],
    ['vault/objects', has('vault/')],
    ['vault/aliases', goes('vault/auth-mount')],
  ];
  return parts.filter(([, wanted]) => wanted).map(([part]) => part);
}

async function readAround(
  context: Context,
  clients: Connection,
  plan: WorkPlan,
): Promise<World | { readonly reason: string }> {
  try {
    const reading = { parts: partsFor(plan), askedAgentOnly: true };
    return await readLiveWithOptions(context, clients, { require: ['nomad'] }, reading);
  } catch (error) {
    if (!(error instanceof WidError) || error.code === 'cancelled') throw error;
    return { reason: error.message };
  }
}
