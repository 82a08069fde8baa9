import { addressOf } from '../kinds/kind.ts';
import type { PlannedStep, WorkPlan } from './planned-step.ts';
import type { Manifest } from './manifest/manifest.ts';
import type { ManifestStore } from './manifest/store.ts';

/**
 * The plan with every takeover of an object that another spec owns turned into a conflict which names that spec: two
 * owners would undo each other's changes, and either one's destroy would delete what the other counts on.
 * The other manifests are read only when something would be taken over.
 */
export async function refuseClaimedElsewhere(plan: WorkPlan, store: ManifestStore): Promise<WorkPlan> {
  if (!plan.steps.some(takesOver)) return plan;
  const others = await store.others();
  const steps = plan.steps.map((step): PlannedStep => {
    const owner = takesOver(step) ? others.find((other) => claims(other, step)) : undefined;
    if (owner === undefined) return step;
    return { ...step, action: 'conflict', because: `the spec "${owner.spec}" owns it; it has to leave that one first` };
  });
  return { ...plan, steps };
}

function takesOver({ action, owned }: PlannedStep): boolean {
  return action === 'adopt' || (action === 'replace' && !owned);
}

function claims({ entries }: Manifest, { kind, live }: PlannedStep): boolean {
  if (live === undefined) return false;
  const address = addressOf(kind, live.identity);
  return entries.some(
    (entry) => entry.kind === kind && entry.id === live.id && addressOf(kind, entry.identity) === address,
  );
}
