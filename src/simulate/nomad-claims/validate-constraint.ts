import { goQuote } from '../../syntax/go-string.ts';
import { parseRegexp } from '../../syntax/regexp/parse.ts';
import type { Constraint } from './job.ts';
import { listed } from './multierror.ts';
import { versionFault } from './version-constraint.ts';

export const comparisons = ['=', '==', 'is', '!=', 'not', '<', '<=', '>', '>='];
export const setComparisons = ['set_contains', 'set_contains_all', 'set_contains_any'];

export function constraintErrors(constraints: readonly Constraint[]): readonly string[] {
  return constraints.flatMap(constraintError);
}

/** Tasks of one allocation are together, so that nothing about them can be distinct. */
export function taskConstraintErrors(constraints: readonly Constraint[]): readonly string[] {
  return constraints.flatMap((constraint, index) => [
    ...constraintError(constraint, index),
    ...(['distinct_hosts', 'distinct_property'].includes(constraint.Operand)
      ? [`Constraint ${String(index + 1)} has disallowed Operand at task level: ${constraint.Operand}`]
      : []),
  ]);
}

function constraintError(constraint: Constraint, index: number): readonly string[] {
  const faults = constraintFaults(constraint);
  return faults.length === 0 ? [] : [`Constraint ${String(index + 1)} validation failed: ${listed(faults)}`];
}

export function constraintFaults({ LTarget, RTarget, Operand }: Constraint): readonly string[] {
  const faults: string[] = [];
  if (Operand === '') faults.push('Missing constraint operand');
  const wrong = operandFault(Operand, RTarget);
  if (wrong !== undefined) faults.push(wrong);
  if (Operand !== 'distinct_hosts' && LTarget === '') faults.push('No LTarget provided but is required by constraint');
  return faults;
}

function operandFault(operand: string, target: string): string | undefined {
  if (setComparisons.includes(operand))
    return target === '' ? 'Set contains constraint requires an RTarget' : undefined;
  if (comparisons.includes(operand))
    return target === '' ? `Operator ${goQuote(operand)} requires an RTarget` : undefined;
  switch (operand) {
    case 'distinct_hosts':
      return undefined;
    case 'is_set':
    case 'is_not_set':
      return target === '' ? undefined : `Operator ${goQuote(operand)} does not support an RTarget`;
    case 'regexp': {
      const read = parseRegexp(target);
      return read.ok ? undefined : `Regular expression failed to compile: ${read.error}`;
    }
    case 'version':
    case 'semver': {
      const fault = versionFault(operand, target);
      const name = operand === 'version' ? 'Version' : 'Semver';
      return fault === undefined ? undefined : `${name} constraint is invalid: ${fault}`;
    }
    case 'distinct_property':
      return target === '' ? undefined : countFault(target);
    default:
      return `Unknown constraint type ${goQuote(operand)}`;
  }
}

function countFault(text: string): string | undefined {
  const why = !/^\d+$/.test(text)
    ? 'invalid syntax'
    : BigInt(text) > 0xffff_ffff_ffff_ffffn
      ? 'value out of range'
      : undefined;
  if (why !== undefined)
    return `Failed to convert RTarget ${goQuote(text)} to uint64: strconv.ParseUint: parsing ${goQuote(text)}: ${why}`;
  return BigInt(text) === 0n ? 'Distinct Property must have an allowed count of 1 or greater: 0 < 1' : undefined;
}
