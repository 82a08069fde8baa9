import type { Job } from '../model/world.ts';
import { rawAt } from '../rules/raw.ts';
import type { Ignore } from '../spec/audit-levels.ts';

/** The member of a job's `meta` that says what the audit leaves out about it. */
export const metaKey = 'wid_ignore';

/**
 * What a job says of itself: `wid_ignore = "job/identity-without-ttl: the vendor's client cannot renew"`, several with
 * semicolons between. What gives no reason is not heeded.
 */
export function ignoresOf({ job, id, namespace }: Job): readonly Ignore[] {
  const text = rawAt(job, 'Meta')[metaKey];
  if (typeof text !== 'string') return [];
  return text.split(/[;\n]/).flatMap((part): readonly Ignore[] => {
    const [, rule = '', reason = ''] = /^\s*([a-z]+\/(?:\*|[a-z0-9-]+))\s*:\s*(\S.*?)\s*$/.exec(part) ?? [];
    if (rule === '') return [];
    const [, until] = /\(until (\d{4}-\d\d-\d\d)\)/.exec(reason) ?? [];
    return [{ rule, subject: { namespace, job: id }, reason, ...(until === undefined ? {} : { until }) }];
  });
}
