import type { Resource } from '../spec/resource.ts';
import { describePlace } from '../syntax/source.ts';

/** A resource as planning sees it: plain data that a plan file can hold, with its place in words. */
export type Intent = Omit<Resource, 'place'> & { readonly place: string };

export function intentsOf(resources: readonly Resource[]): readonly Intent[] {
  return resources.map((resource) => ({ ...resource, place: describePlace(resource.place) }));
}
