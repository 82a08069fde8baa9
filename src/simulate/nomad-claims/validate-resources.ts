import { goQuote } from '../../syntax/go-string.ts';
import { wrapped } from './multierror.ts';
import type { Device, Resources } from './task-parts.ts';
import { affinityErrors } from './validate-affinity.ts';
import { constraintFaults } from './validate-constraint.ts';
import { listed } from './multierror.ts';

export function resourceErrors(resources: Resources): readonly string[] {
  const { cpu, cores, memory, memoryMax, secrets, disk, devices, numa } = resources;
  const errors: string[] = [];
  if (cores > 0 && cpu > 0) errors.push("Task can only ask for 'cpu' or 'cores' resource, not both.");
  errors.push(...wrapped('', leastErrors(resources)));
  if (disk > 0) errors.push("Task can't ask for disk resources, they have to be specified at the task group level.");
  for (const [index, device] of devices.entries())
    errors.push(...wrapped(`device ${String(index + 1)} failed validation: `, deviceFaults(device)));
  const asked = new Set(devices.map(({ name }) => name));
  for (const device of numa?.devices ?? [])
    if (!asked.has(device)) errors.push(`numa device ${goQuote(device)} not requested as task resource`);
  if (numa !== undefined && !['none', 'prefer', 'require'].includes(numa.affinity))
    errors.push('numa affinity must be one of none, prefer, or require');
  if (memoryMax !== 0 && memoryMax !== -1 && memoryMax < memory)
    errors.push(`MemoryMaxMB value (${String(memoryMax)}) should be larger than MemoryMB value (${String(memory)})`);
  if (secrets > memory)
    errors.push(`SecretsMB value (${String(secrets)}) cannot be larger than MemoryMB value (${String(memory)})`);
  if (secrets < 0) errors.push(`SecretsMB value (${String(secrets)}) cannot be negative`);
  return errors;
}

function leastErrors({ cpu, cores, memory }: Resources): readonly string[] {
  return [
    ...(cpu < 1 && cores === 0 ? [`minimum CPU value is 1; got ${String(cpu)}`] : []),
    ...(memory < 10 ? [`minimum MemoryMB value is 10; got ${String(memory)}`] : []),
  ];
}

function deviceFaults({ name, constraints, affinities }: Device): readonly string[] {
  const unnamed = 'device name must be given as one of the following: type, vendor/type, or vendor/type/name';
  const distinct = ['distinct_hosts', 'distinct_property'];
  return [
    ...(name === '' ? [unnamed] : []),
    ...constraints.flatMap((constraint, index) => {
      const start = `Constraint ${String(index + 1)} validation failed: `;
      if (distinct.includes(constraint.Operand))
        return [`${start}using unsupported operand ${goQuote(constraint.Operand)}`];
      const faults = constraintFaults(constraint);
      return faults.length === 0 ? [] : [start + listed(faults)];
    }),
    ...affinityErrors(affinities),
  ];
}
