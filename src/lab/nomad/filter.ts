import { compileFilter } from '../../syntax/selector/filter/evaluate.ts';
import { parseFilter } from '../../syntax/selector/filter/parse.ts';
import type { LabRequest } from '../router.ts';
import { badRequest, HangUp } from './answers.ts';
import { keptType, type Kept } from './go-types/kept.ts';

/**
 * The `filter` of a list, made ready. It is read even for an empty list, but asks for an item's fields only when that item's
 * turn comes. Where it has a question that makes the evaluator panic, the server hangs up.
 */
export function filterOf({ query }: LabRequest, kept: Kept): (item: unknown) => boolean {
  const filter = query.get('filter') ?? '';
  if (filter === '') return () => true;
  const parsed = parseFilter(filter);
  if (!parsed.ok)
    throw badRequest(`failed to create result paginator: failed to read filter expression: ${parsed.error}`);
  const verdictOn = compileFilter(parsed.value);
  const type = keptType(kept);
  return (item) => {
    const verdict = verdictOn({ type, data: item });
    if (typeof verdict === 'boolean') return verdict;
    if (verdict.error === undefined) throw new HangUp();
    throw badRequest(`failed to read result page: ${verdict.error}`);
  };
}
