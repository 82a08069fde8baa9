import { sortedBy } from '../../support/sorted-by.ts';
import { parseSelector } from '../../syntax/selector/parse.ts';
import { evaluateTyped } from '../../syntax/selector/typed.ts';
import type { LabRequest } from '../router.ts';
import { badRequest, NomadError } from './answers.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins, when there is one. */
  readonly next: string | undefined;
}

/** One page of a sorted list, by `per_page` and `next_token`, which is the key of the page's first item. */
export function paginate<T>(request: LabRequest, all: readonly T[], key: (item: T) => string): Page<T> {
  const { query } = request;
  const size = query.get('per_page') ?? '';
  if (size !== '' && !/^\d+$/.test(size)) throw badRequest('Expect a number for `per_page` query string parameter');
  const from = query.get('next_token') ?? '';
  const sorted = sortedBy(filtered(all, query.get('filter') ?? ''), key);
  const ordered = query.get('reverse') === 'true' ? sorted.toReversed() : sorted;
  const start =
    from === ''
      ? 0
      : ordered.findIndex((item) => (query.get('reverse') === 'true' ? key(item) <= from : key(item) >= from));
  const rest = start === -1 ? [] : ordered.slice(start);
  const limit = Number(size === '' ? '0' : size);
  const beyond = limit > 0 ? rest[limit] : undefined;
  return { items: limit > 0 ? rest.slice(0, limit) : rest, next: beyond === undefined ? undefined : key(beyond) };
}

/** Conditions on the texts of an item itself; Nomad's own language knows more, which is refused here and not guessed. */
function filtered<T>(all: readonly T[], filter: string): readonly T[] {
  if (filter === '') return all;
  const parsed = parseSelector(filter);
  return all.filter((item) => {
    const texts = Object.entries(item as object).filter(([, value]) => typeof value === 'string');
    const fields = Object.fromEntries(texts.map(([name]) => [name, { kind: 'text' } as const]));
    const result = parsed.ok ? evaluateTyped(parsed.tree, { kind: 'struct', fields }, item) : parsed;
    if (!result.ok) throw new NomadError(501, 'the embedded Nomad does not evaluate such filter expressions');
    return result.matches;
  });
}

/** The namespace that a list is asked for; `*` is all. */
export function inNamespace(request: LabRequest, namespace: string): boolean {
  const asked = request.query.get('namespace') ?? request.header('X-Nomad-Namespace') ?? 'default';
  return asked === '*' || asked === namespace || (asked === '' && namespace === 'default');
}
