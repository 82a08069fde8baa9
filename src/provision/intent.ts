import type { Resource } from '../spec/resource.ts';
import { describePlace } from '../syntax/source.ts';

/** A resource as planning sees it: plain data that a plan file can hold, with its place in words. */
export type Intent = Omit<Resource, 'place' | 'fields'> & { readonly place: string };

export function intentsOf(resources: readonly Resource[]): readonly Intent[] {
  return resources.map(({ fields: _, place, ...resource }) => ({ ...resource, place: describePlace(place) }));
}
