import type { Instead } from '../../simulate/explain/explanation.ts';
import { linkOf, needsOf } from '../link-of.ts';
import type { Look, WorkloadLook } from '../look.ts';

/** Whose token a workload without an identity uses, when it is one that was never meant for it. */
export function takenInstead(
  { world }: Look,
  one: WorkloadLook,
  product: 'consul' | 'vault' = 'consul',
): Extract<Instead, 'agent' | 'environment of the agent'> | undefined {
  const chain = one.chainIfTaken(product);
  const { state, instead } = linkOf(chain, 'identity') ?? {};
  if (product === 'vault' || state !== 'broken') return undefined;
  if (instead !== 'agent' && instead !== 'environment of the agent') return undefined;
  // Of services, what runs says it more exactly.
  if (one.service !== undefined) return world.nomad?.allocations === undefined ? instead : undefined;
  return needsOf(chain).some(({ origin }) => origin !== '') ? instead : undefined;
}
