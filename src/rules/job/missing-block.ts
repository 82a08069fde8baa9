import type { Chain } from '../../simulate/explain/explanation.ts';
import { blockEdits, insideEdits } from '../edit.ts';
import { needsOf } from '../link-of.ts';
import type { Surroundings, WorkloadLook } from '../look.ts';
import type { Sighting } from '../rule.ts';
import { addressOf, seenAt, subjectOf } from '../subject.ts';

/**
 * A task whose templates ask a product, and which has no block for it. Several of a group miss the same: that is said once,
 * of the first, for a block of the group may be what was lost.
 */
export function missingBlock(one: WorkloadLook, around: Surroundings, product: Chain['product']): Sighting | undefined {
  if (needsWithoutBlock(one, product).length === 0) return undefined;
  const tasks = one.of.workloads.filter((other) => other.group === one.group && isTask(other));
  const lacking = tasks.filter((other) => needsWithoutBlock(other, product).length > 0);
  if (lacking[0] !== one) return undefined;
  const [, ...others] = lacking;
  const needs = [...new Set(lacking.flatMap((other) => needsWithoutBlock(other, product)))];
  const title = product === 'consul' ? 'Consul' : 'Vault';
  const asked = `${title} (${needs.slice(0, 3).join(', ')})`;
  const name = one.task?.name ?? '';
  if (others.length === 0) {
    const edits = blockEdits(around, one, `${product} {}`);
    return {
      message: `a template of task ${name} of job ${one.of.job.id} asks ${asked}, and the task has no ${product} block`,
      ...seenAt(one, one.path),
      evidence: { needs },
      ...(edits.length === 0 ? {} : { fix: { edits } }),
    };
  }
  const path = groupPath(one.path);
  const names = lacking.map(({ task }) => task?.name ?? '').join(', ');
  const { namespace, job, group = '' } = subjectOf(one);
  const edits =
    lacking.length === tasks.length
      ? insideEdits(around, one.of.reading.origin, path, [`${product} {}`, ''])
      : lacking.flatMap((other) => blockEdits(around, other, `${product} {}`));
  return {
    ...seenAt(one, path),
    message: `templates of tasks ${names} of job ${one.of.job.id} ask ${asked}, and neither these nor their group ${group} have a ${product} block`,
    alsoAbout: others.map(addressOf),
    subject: { ...(namespace !== undefined && { namespace }), ...(job !== undefined && { job }), group },
    evidence: { needs, tasks: lacking.map(({ task }) => task?.name) },
    ...(edits.length === 0 ? {} : { fix: { edits } }),
  };
}

/** What the templates of a task ask for in vain. */
function needsWithoutBlock(one: WorkloadLook, product: Chain['product']): readonly string[] {
  const chain = one.chainIfTaken(product);
  const link = chain?.links[0];
  if (!isTask(one) || link?.link !== 'identity') return [];
  if (link.state !== 'broken' || link.why !== `no ${product} block`) return [];
  return needsOf(chain).flatMap(({ need, origin }) => (origin === '' ? [] : [need]));
}

function isTask({ task, service }: WorkloadLook): boolean {
  return task !== undefined && service === undefined;
}

/** `TaskGroups/0` of `TaskGroups/0/Tasks/1` */
function groupPath(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}
