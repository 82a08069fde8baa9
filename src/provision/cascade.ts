import { kinds } from '../kinds/index.ts';
import type { Held, Identity, KindId } from '../kinds/kind.ts';
import type { PlannedStep } from './planned-step.ts';

/** Replacing an auth method or mount deletes what hangs on it, so that must be made anew too. */
export function cascade(steps: readonly PlannedStep[]): readonly PlannedStep[] {
  const replaced = steps.filter(({ action, kind }) => action === 'replace' && kinds[kind].cascadesTo !== undefined);
  return steps.map((step) => {
    const { live, action } = step;
    if (live === undefined || action === 'delete' || action === 'orphan') return step;
    const cause = replaced.find((parent) => hangsOn(step, parent));
    return cause === undefined ? step : { ...step, action: 'replace', because: `${cause.address} is replaced` };
  });
}

/** Whether the server deletes the first object together with the second. */
export function hangsOn(
  child: { readonly kind: KindId; readonly live: Held | undefined },
  parent: { readonly kind: KindId; readonly live: Held | undefined },
): boolean {
  const [inner, holder] = [child.live?.identity, parent.live?.identity];
  const { cascadesTo, holds = isParentOf } = kinds[parent.kind];
  return (
    inner !== undefined && holder !== undefined && cascadesTo?.includes(child.kind) === true && holds(holder, inner)
  );
}

function isParentOf(holder: Identity, inner: Identity): boolean {
  const sameScope = inner.namespace === holder.namespace && inner.partition === holder.partition;
  return sameScope && (inner.parent ?? inner.name) === holder.name;
}
