import type { Scope, Scoped } from './objects.ts';
import { within } from './tenancy.ts';

/** The object of that name in the scope. Consul's names differ by more than case. */
export function findNamed<T extends Scoped & { readonly Name: string }>(
  table: ReadonlyMap<string, T>,
  scope: Scope,
  name: string,
): T | undefined {
  const wanted = name.toLowerCase();
  return [...table.values()].find((object) => object.Name.toLowerCase() === wanted && within(object, scope));
}
