import { kinds } from '../kinds/index.ts';
import { addressOf, type Held, type KindId, type Reach } from '../kinds/kind.ts';
import { hangsOn } from './cascade.ts';
import type { PlannedStep, WorkPlan } from './planned-step.ts';

/** Objects that hang on one that a plan deletes or replaces: the server would delete them along with it. */
export type Hanging = ReadonlyMap<KindId, readonly Held[]>;

/** Reads what hangs on the objects that the plan deletes or replaces, and nothing when none of them holds anything. */
export async function readHanging(reach: Reach, plan: WorkPlan): Promise<Hanging> {
  const reads = plan.steps.filter(removes).flatMap(({ kind, live }) =>
    childKinds(kind).map((child) => {
      const { within, list } = kinds[child];
      // What is inside a namespace or a partition can be at any depth; what is inside a mount or a method is listed there.
      const direct = within !== undefined && live !== undefined && kinds[kind].holds === undefined;
      const key = direct ? `${child} ${live.id}` : child;
      return { key, child, read: () => (direct ? within(reach, live.identity) : list(reach)) };
    }),
  );
  const once = [...new Map(reads.map((one) => [one.key, one])).values()];
  const found = await Promise.all(once.map(async ({ child, read }) => [child, await read()] as const));
  const hanging = new Map<KindId, readonly Held[]>();
  for (const [child, held] of found) hanging.set(child, [...(hanging.get(child) ?? []), ...held]);
  return hanging;
}

/**
 * The plan with every deletion that would take somebody else's objects along turned into a conflict which names them:
 * what is not ours is never deleted, not even by the server on our behalf.
 */
export function spareBystanders(plan: WorkPlan, hanging: Hanging): WorkPlan {
  const going = new Set(
    plan.steps.filter(removes).flatMap(({ kind, live }) => (live === undefined ? [] : [objectKey(kind, live)])),
  );
  const steps = plan.steps.map((step): PlannedStep => {
    if (!removes(step)) return step;
    const others = childKinds(step.kind).flatMap((kind) =>
      (hanging.get(kind) ?? [])
        .filter((live) => hangsOn({ kind, live }, step) && !going.has(objectKey(kind, live)))
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

/** An id alone is the name for some kinds, and two mounts may each have a role of it. */
function objectKey(kind: KindId, { identity, id }: Held): string {
  return `${addressOf(kind, identity)} ${id}`.toLowerCase();
}

function removes({ action }: PlannedStep): boolean {
  return action === 'delete' || action === 'replace';
}

/** Children that can belong to somebody else. A config has no name of its own and is part of its mount. */
function childKinds(kind: KindId): readonly KindId[] {
  return (kinds[kind].cascadesTo ?? []).filter((child) => kinds[child].isPartOfParent !== true);
}
