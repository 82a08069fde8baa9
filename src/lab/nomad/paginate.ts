import { sortedBy } from '../../support/sorted-by.ts';
import type { LabRequest } from '../router.ts';
import { badRequest } from './answers.ts';
import { filterOf } from './filter.ts';
import type { Kept } from './go-types/kept.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins, when there is one. */
  readonly next: string | undefined;
}

/**
 * One page of a sorted list, by `per_page` and `next_token`, which is the key of the page's first item, and `filter`, which
 * sees no item before that one and none after the first of the next page.
 */
export function paginate<T>(request: LabRequest, kept: Kept, all: readonly T[], key: (item: T) => string): Page<T> {
  const { query } = request;
  const size = query.get('per_page') ?? '';
  if (size !== '' && !/^\d+$/.test(size)) throw badRequest('Expect a number for `per_page` query string parameter');
  const from = query.get('next_token') ?? '';
  const reverse = query.get('reverse') === 'true';
  const fits = filterOf(request, kept);
  const sorted = sortedBy(all, key);
  const ordered = reverse ? sorted.toReversed() : sorted;
  const limit = Number(size === '' ? '0' : size);
  const items: T[] = [];
  for (const item of ordered) {
    if (from !== '' && (reverse ? key(item) > from : key(item) < from)) continue;
    if (!fits(item)) continue;
    if (limit > 0 && items.length === limit) return { items, next: key(item) };
    items.push(item);
  }
  return { items, next: undefined };
}

/** The key of lists that show the oldest first. */
export function byCreation({ ID, CreateIndex }: { readonly ID: string; readonly CreateIndex: number }): string {
  return `${String(CreateIndex).padStart(20, '0')}.${ID}`;
}

/** The namespace that a list is asked for; `*` is all. */
export function inNamespace(request: LabRequest, namespace: string): boolean {
  const asked = request.query.get('namespace') ?? request.header('X-Nomad-Namespace') ?? 'default';
  return asked === '*' || asked === namespace || (asked === '' && namespace === 'default');
}
