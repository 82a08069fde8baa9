import { goTypes, type GoType } from '../../../syntax/selector/filter/go-type.ts';
import { clusterTypes } from './cluster.ts';
import { jobTypes } from './job.ts';

/** The objects that lists of Nomad can be filtered by: what the servers keep, which has more than the lists show. */
export type Kept = 'Job' | 'Node' | 'Allocation' | 'Evaluation';

let types: ((written: string) => GoType) | undefined;

export function keptType(kept: Kept): GoType {
  return typeNamed(`structs.${kept}`);
}

/** Any of the types that those consist of, as Go writes it. */
export function typeNamed(written: string): GoType {
  types ??= goTypes(jobTypes + clusterTypes);
  return types(written);
}
