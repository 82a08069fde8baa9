import { goQuote } from '../../syntax/go-string.ts';
import { parseRegexp } from '../../syntax/regexp/parse.ts';
import { listed } from './multierror.ts';
import type { Affinity, Spread } from './task-parts.ts';
import { comparisons, setComparisons } from './validate-constraint.ts';
import { versionFault } from './version-constraint.ts';

/** Affinities of something that a job of the type may have none of on all nodes. */
export function placementErrors(type: string, affinities: readonly Affinity[]): readonly string[] {
  if (type !== 'system') return affinityErrors(affinities);
  return affinities.length === 0 ? [] : ['System jobs may not have an affinity block'];
}

export function affinityErrors(affinities: readonly Affinity[]): readonly string[] {
  return affinities.flatMap((affinity, index) => {
    const faults = affinityFaults(affinity);
    return faults.length === 0 ? [] : [`Affinity ${String(index + 1)} validation failed: ${listed(faults)}`];
  });
}

function affinityFaults({ LTarget, RTarget, Operand, weight }: Affinity): readonly string[] {
  const faults: string[] = [];
  if (Operand === '') faults.push('Missing affinity operand');
  const wrong = operandFault(Operand, RTarget);
  if (wrong !== undefined) faults.push(wrong);
  if (LTarget === '') faults.push('No LTarget provided but is required');
  if (weight === 0) faults.push('Affinity weight cannot be zero');
  if (weight > 100 || weight < -100) faults.push('Affinity weight must be within the range [-100,100]');
  return faults;
}

function operandFault(operand: string, target: string): string | undefined {
  if (setComparisons.includes(operand)) return target === '' ? 'Set contains operators require an RTarget' : undefined;
  if (comparisons.includes(operand))
    return target === '' ? `Operator ${goQuote(operand)} requires an RTarget` : undefined;
  if (operand === 'regexp') {
    const read = parseRegexp(target);
    return read.ok ? undefined : `Regular expression failed to compile: ${read.error}`;
  }
  if (operand === 'version' || operand === 'semver') {
    const fault = versionFault(operand, target);
    return fault === undefined
      ? undefined
      : `${operand === 'version' ? 'Version' : 'Semver'} affinity is invalid: ${fault}`;
  }
  return `Unknown affinity operator ${goQuote(operand)}`;
}

export function spreadErrors(type: string, spreads: readonly Spread[]): readonly string[] {
  if (type === 'system') return spreads.length === 0 ? [] : ['System jobs may not have a spread block'];
  return spreads.flatMap((spread, index) => {
    const faults = spreadFaults(spread);
    return faults.length === 0 ? [] : [`Spread ${String(index + 1)} validation failed: ${listed(faults)}`];
  });
}

function spreadFaults({ attribute, weight, targets }: Spread): readonly string[] {
  const faults: string[] = [];
  if (attribute === '') faults.push('Missing spread attribute');
  if (weight <= 0 || weight > 100) faults.push('Spread block must have a positive weight from 0 to 100');
  const seen = new Set<string>();
  let sum = 0;
  for (const { value, percent } of targets) {
    if (seen.has(value)) faults.push(`Spread target value ${goQuote(value)} already defined`);
    seen.add(value);
    if (percent > 100) faults.push(`Spread target percentage for value ${goQuote(value)} must be between 0 and 100`);
    sum += percent;
  }
  if (sum > 100) faults.push(`Sum of spread target percentages must not be greater than 100%; got ${String(sum)}%`);
  return faults;
}
