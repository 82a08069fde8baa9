import type { PlannedStep } from './planned-step.ts';

/** What goes, goes after all that stood on it has let go of it: has been deleted itself, or changed. */
export function deletesLast(steps: readonly PlannedStep[]): readonly PlannedStep[] {
  return steps.map((step) => {
    if (step.action !== 'delete') return step;
    const stoodOnIt = steps.filter(({ entry }) => entry?.dependsOn.includes(step.address) === true);
    return { ...step, after: stoodOnIt.map(({ address }) => address) };
  });
}

/** The steps for the targets and, through `after`, for all that they need. */
export function targeted(steps: readonly PlannedStep[], targets: readonly string[]): readonly PlannedStep[] {
  if (targets.length === 0) return steps;
  const byAddress = new Map(steps.map((step) => [step.address, step]));
  const wanted = new Set<string>();
  const visit = (address: string): void => {
    if (wanted.has(address)) return;
    wanted.add(address);
    for (const needed of byAddress.get(address)?.after ?? []) visit(needed);
  };
  for (const target of targets) visit(target);
  return steps.filter(({ address }) => wanted.has(address));
}
