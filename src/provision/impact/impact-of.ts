import type { Allocation, Job, Part, World } from '../../model/world.ts';
import { lookAt } from '../../rules/look-at.ts';
import { jobWorldWith } from '../../rules/seen-job.ts';
import type { Chain } from '../../simulate/explain/explanation.ts';
import { explain } from '../../simulate/explain.ts';
import type { PlannedStep } from '../planned-step.ts';
import { consulAfter, consulBefore } from './consul-after.ts';
import { differenceOf, type Difference } from './differences.ts';
import { effectsOf, type Effect } from './effects.ts';
import { gapsFor } from './gaps.ts';
import type { Impact, WorkloadImpact } from './impact.ts';
import { keysMoved } from './keys-moved.ts';
import { tokensOf } from './tokens.ts';
import { concerning, loginOf, touching, type Touching } from './touched.ts';
import { vaultAfter, vaultBefore } from './vault-after.ts';

/**
 * What applying a plan does to the workloads of a world: each job that the plan's changes may touch is explained as the
 * cluster is and as the plan leaves it, and the two are compared. Pure; signatures are taken for right.
 * @param now seconds since 1970
 */
export function impactOf({ steps }: { readonly steps: readonly PlannedStep[] }, world: World, now: number): Impact {
  const own = steps.filter(isLookedAt);
  const effects = effectsOf(own);
  const counting = effects.filter(({ counts }) => counts);
  const before = withBoth(world, effects, consulBefore, vaultBefore);
  const after = withBoth(before, effects, consulAfter, vaultAfter);
  const touched = touching(
    effects,
    { before: before.consul, after: after.consul },
    { before: before.vault, after: after.vault },
  );
  const { settings } = lookAt(before, { now });
  const { serviceAuthMethod, taskAuthMethod } = settings.logins;
  const consulTouched = [serviceAuthMethod, taskAuthMethod].some((authMethod) => touched({ authMethod }).length > 0);
  const products = (['consul', 'vault'] as const).filter((product) =>
    product === 'consul' ? consulTouched : counting.some(({ kind }) => kind.startsWith('vault/')),
  );
  const product = products.length === 1 ? products[0] : undefined;
  const jobs = (world.nomad?.jobs ?? []).filter(mayLogIn);
  const running = runningIn(world.nomad?.allocations);
  const ofJob = (job: Job): readonly WorkloadImpact[] => {
    const { chains } = explain(jobWorldWith(job, before, settings), { now, product });
    if (loginsOf(chains, touched).length === 0) return [];
    const later = explain(jobWorldWith(job, after, settings), { now, product }).chains;
    return chains.flatMap((chain, index): readonly WorkloadImpact[] => {
      const next = later[index];
      const causes = next === undefined ? [] : causesOf([chain, next], touched);
      if (next === undefined || causes.length === 0) return [];
      const found = changeOf([chain, next], causes, running(job, chain), gapsFor(world, [chain, next], effects));
      if (found === undefined) return [];
      const workload = { namespace: job.namespace, job: job.id, ...chain.workload };
      const because = causes.map(({ address }) => address);
      return [{ workload, product: chain.product, ...found, running: running(job, chain), because }];
    });
  };
  const workloads = products.length === 0 ? [] : jobs.flatMap(ofJob);
  return {
    jobs: jobs.length,
    workloads,
    tokens: tokensOf(effects, before),
    notRead: world.notRead.filter(({ part }) => decisive.includes(part)),
    elsewhere: steps.filter((step) => !isLookedAt(step) && step.action !== 'none').map(({ address }) => address),
    assumed: [...world.assumed, ...keysMoved(counting)],
  };
}

/** Objects of other namespaces and partitions take part in no login that is worked out here. */
function isLookedAt({ kind, intent, live }: PlannedStep): boolean {
  const { namespace = 'default', partition = 'default' } = (intent ?? live)?.identity ?? {};
  return namespace === 'default' && partition === 'default' && !/\/(?:namespace|partition)$/.test(kind);
}

/** What it takes to say who starts and who stops working. */
const decisive: readonly Part[] = [
  'nomad/agents',
  'nomad/jobs',
  'nomad/allocations',
  'consul/objects',
  'consul/tokens',
  'vault/objects',
];

function withBoth(
  world: World,
  effects: readonly Effect[],
  consul: typeof consulBefore,
  vault: typeof vaultBefore,
): World {
  return {
    ...world,
    ...(world.consul && { consul: consul(world.consul, effects) }),
    ...(world.vault && { vault: vault(world.vault, effects) }),
  };
}

/** A stopped job logs in no more, nor does one that is done. */
function mayLogIn({ job }: Job): boolean {
  if (job['Stop'] === true) return false;
  const runsOnce = job['Type'] === 'batch' || job['Type'] === 'sysbatch';
  return !(runsOnce && job['Status'] === 'dead');
}

/** What the plan changes of all that a workload's login and token depend on, before or after. */
function causesOf(chains: readonly [Chain, Chain], touched: Touching): readonly Effect[] {
  return concerning([...new Set(loginsOf(chains, touched))], chains);
}

/** A job that names no role goes to the mount's default one, which only the chain through the mount tells. */
function loginsOf(chains: readonly Chain[], touched: Touching): readonly Effect[] {
  return chains.flatMap((chain) => {
    const at = loginOf(chain);
    return at === undefined ? [] : touched(at);
  });
}

function changeOf(
  chains: readonly [Chain, Chain],
  causes: readonly Effect[],
  running: number | null,
  gaps: readonly string[],
): Difference | undefined {
  const [before, after] = chains;
  const revoked = running !== 0 && causes.some(({ kind, removes }) => removes && endsTokens.includes(kind));
  const difference = differenceOf(before, after, revoked, {
    login: causes.length > 0,
    token: causes.some(({ kind }) => decidesTokens.test(kind)),
  });
  // What was not read may allow or spoil what seems to change.
  return difference === undefined || gaps.length === 0
    ? difference
    : { ...difference, effect: 'unknown', reasons: [...difference.reasons, ...gaps] };
}

/** A new mount has a new accessor, by which policies are templated. */
const decidesTokens = /\/(?:role|policy|auth-mount)$/;

/** With these, the server ends all tokens that were made by logging in there. */
const endsTokens: readonly Effect['kind'][] = ['consul/auth-method', 'vault/auth-mount'];

function runningIn(allocations: readonly Allocation[] | undefined): (job: Job, chain: Chain) => number | null {
  if (allocations === undefined) return () => null;
  const counts = new Map<string, number>();
  for (const { namespace, job, group, clientStatus, desiredStatus } of allocations) {
    if (desiredStatus !== 'run' || (clientStatus !== 'running' && clientStatus !== 'pending')) continue;
    const key = JSON.stringify([namespace, job, group]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return (job, { workload }) => counts.get(JSON.stringify([job.namespace, job.id, workload.group])) ?? 0;
}
