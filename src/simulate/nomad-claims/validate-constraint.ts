import { goQuote } from '../../syntax/go-string.ts';
import type { Constraint } from './job.ts';
import { listed } from './multierror.ts';

const compared = ['=', '==', 'is', '!=', 'not', '<', '<=', '>', '>='];
const sets = ['set_contains', 'set_contains_all', 'set_contains_any'];
/** Their right sides have languages of their own, which are not looked into. */
const others = ['distinct_hosts', 'distinct_property', 'regexp', 'version', 'semver'];

export function constraintErrors(constraints: readonly Constraint[]): readonly string[] {
  return constraints.flatMap((constraint, index) => {
    const faults = faultsOf(constraint);
    return faults.length === 0 ? [] : [`Constraint ${String(index + 1)} validation failed: ${listed(faults)}`];
  });
}

function faultsOf({ LTarget, RTarget, Operand }: Constraint): readonly string[] {
  const faults: string[] = [];
  if (Operand === '') faults.push('Missing constraint operand');
  if (sets.includes(Operand)) {
    if (RTarget === '') faults.push('Set contains constraint requires an RTarget');
  } else if (compared.includes(Operand)) {
    if (RTarget === '') faults.push(`Operator ${goQuote(Operand)} requires an RTarget`);
  } else if (Operand === 'is_set' || Operand === 'is_not_set') {
    if (RTarget !== '') faults.push(`Operator ${goQuote(Operand)} does not support an RTarget`);
  } else if (!others.includes(Operand)) faults.push(`Unknown constraint type ${goQuote(Operand)}`);
  if (Operand !== 'distinct_hosts' && LTarget === '') faults.push('No LTarget provided but is required by constraint');
  return faults;
}
