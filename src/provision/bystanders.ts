import { kinds } from '../kinds/index.ts';
import type { KindId, Live, Reach } from '../kinds/kind.ts';
import { hangsOn, type PlannedStep, type WorkPlan } from './make-plan.ts';

/** Objects that hang on one that a plan deletes or replaces: the server would delete them along with it. */
export type Hanging = ReadonlyMap<KindId, readonly Live[]>;

/** Reads what hangs on the objects that the plan deletes or replaces. Reads nothing when it deletes none with children. */
export async function readHanging(reach: Reach, plan: WorkPlan): Promise<Hanging> {
  const needed = new Set(plan.steps.filter(removes).flatMap(({ kind }) => childKinds(kind)));
  return new Map(await Promise.all([...needed].map(async (kind) => [kind, await kinds[kind].list(reach)] as const)));
}

/**
 * The plan with every deletion that would take somebody else's objects along turned into a conflict which names them:
 * what is not ours is never deleted, not even by the server on our behalf.
 */
export function spareBystanders(plan: WorkPlan, hanging: Hanging): WorkPlan {
  const going = new Set(
    plan.steps.filter(removes).flatMap(({ kind, live }) => (live === undefined ? [] : [`${kind} ${live.id}`])),
  );
  const steps = plan.steps.map((step): PlannedStep => {
    if (!removes(step)) return step;
    const others = childKinds(step.kind).flatMap((kind) =>
      (hanging.get(kind) ?? [])
        .filter((live) => hangsOn({ kind, live }, step) && !going.has(`${kind} ${live.id}`))
        .map(({ identity }) => `${kinds[kind].title} ${identity.name}`),
    );
    if (others.length === 0) return step;
    return {
      ...step,
      action: 'conflict',
      because: `deleting it would delete what is not ours: ${others.toSorted().join(', ')}`,
    };
  });
  return { ...plan, steps };
}

function removes({ action }: PlannedStep): boolean {
  return action === 'delete' || action === 'replace';
}

/** Children that can belong to somebody else. A config has no name of its own and is part of its mount. */
function childKinds(kind: KindId): readonly KindId[] {
  return (kinds[kind].cascadesTo ?? []).filter((child) => kinds[child].isPartOfParent !== true);
}
