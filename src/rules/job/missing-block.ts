import type { Chain } from '../../simulate/explain/explanation.ts';
import { blockEdits } from '../edit.ts';
import { needsOf } from '../link-of.ts';
import type { Surroundings, WorkloadLook } from '../look.ts';
import type { Sighting } from '../rule.ts';
import { seenAt } from '../subject.ts';

/** A task whose templates ask a product, and which has no block for it. */
export function missingBlock(one: WorkloadLook, around: Surroundings, product: Chain['product']): Sighting | undefined {
  const chain = one.chainIfTaken(product);
  const link = chain?.links[0];
  if (one.task === undefined || one.service !== undefined || link?.link !== 'identity') return undefined;
  if (link.state !== 'broken' || link.why !== `no ${product} block`) return undefined;
  const needs = needsOf(chain).flatMap(({ need, origin }) => (origin === '' ? [] : [need]));
  if (needs.length === 0) return undefined;
  const edits = blockEdits(around, one, `${product} {}`);
  const title = product === 'consul' ? 'Consul' : 'Vault';
  return {
    message: `a template of task ${one.task.name} asks ${title} (${needs.slice(0, 3).join(', ')}), and the task has no ${product} block`,
    ...seenAt(one, one.path),
    evidence: { needs },
    ...(edits.length === 0 ? {} : { fix: { edits } }),
  };
}
