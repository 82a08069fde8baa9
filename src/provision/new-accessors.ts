import { kinds } from '../kinds/index.ts';
import { accessorKey } from '../kinds/kind.ts';
import { diff } from './diff.ts';
import type { PlannedStep } from './planned-step.ts';

/**
 * A mount that is made anew has a new accessor, so what is filled with the old one must be written again, even where it
 * is as the spec says now.
 */
export function followAccessors(
  steps: readonly PlannedStep[],
  accessors: ReadonlyMap<string, string>,
): readonly PlannedStep[] {
  const replaced = steps.filter(({ action, kind }) => action === 'replace' && kind === 'vault/auth-mount');
  if (replaced.length === 0) return steps;
  const keys = new Map(
    replaced.map(({ address, live }) => [accessorKey(live?.identity.name ?? '', live?.identity.namespace), address]),
  );
  const staying = new Map([...accessors].filter(([key]) => !keys.has(key)));
  return steps.map((step) => {
    const { kind: id, action, owned, intent, live } = step;
    const kind = kinds[id];
    if (kind.resolve === undefined || intent === undefined || live === undefined) return step;
    if (!owned || (action !== 'none' && action !== 'update')) return step;
    const changes = diff(kind, kind.resolve(intent.body, intent.identity, staying), live.body);
    if (action === 'update') return { ...step, changes };
    if (changes.length === 0) return step;
    const cause = step.after.find((address) => [...keys.values()].includes(address));
    return { ...step, action: 'update', changes, because: `${cause ?? replaced[0]?.address ?? ''} is replaced` };
  });
}
