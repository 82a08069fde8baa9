import type { Job } from '../model/world.ts';
import { rawAt } from '../rules/raw.ts';
import type { Rule } from '../rules/rule.ts';
import { isDay, type Ignore } from '../spec/audit-levels.ts';
import { didYouMean } from '../spec/suggestion.ts';
import { isMeant } from './levels.ts';

/** The member of a job's `meta` that says what the audit leaves out about it. */
export const metaKey = 'wid_ignore';

/**
 * What a job says of itself: `wid_ignore = "job/identity-without-ttl: the vendor's client cannot renew"`, several with
 * semicolons between. What gives no reason, or a day that is none, is not heeded.
 */
export function ignoresOf(job: Job): readonly Ignore[] {
  return entriesOf(job).flatMap(({ ignore }) => ignore ?? []);
}

/** What of it is not heeded and why, a line each: whoever wrote it believes that it is. */
export function mistakesOf(job: Job, rules: readonly Rule[]): readonly string[] {
  const names = rules.map(({ id }) => id);
  const where = ` (meta of job ${job.id})`;
  return entriesOf(job).flatMap(({ text, ignore, mistake }) => {
    if (ignore === undefined) return [`${metaKey} is not heeded at ${JSON.stringify(text)}: ${mistake ?? ''}${where}`];
    if (names.some((name) => isMeant(ignore.rule, name))) return [];
    const hint = didYouMean(ignore.rule, names) ?? 'wid rules lists them all';
    return [`${metaKey} names ${ignore.rule}, and there is no such rule; ${hint}${where}`];
  });
}

interface Entry {
  readonly text: string;
  readonly ignore?: Ignore;
  readonly mistake?: string;
}

function entriesOf({ job, id, namespace }: Job): readonly Entry[] {
  const all = rawAt(job, 'Meta')[metaKey];
  if (typeof all !== 'string') return [];
  const parts = all.split(/[;\n]/).map((part) => part.trim());
  return parts.filter((text) => text !== '').map((text) => entryOf(text, { namespace, job: id }));
}

function entryOf(text: string, subject: Ignore['subject']): Entry {
  const [, rule = '', reason = ''] = /^([a-z]+\/(?:\*|[a-z0-9-]+))\s*(?::\s*(.*))?$/.exec(text) ?? [];
  if (rule === '') return { text, mistake: 'it is written "area/title: the reason (until 2027-01-31)"' };
  const [end = '', until] = /\(until\s*([^)]*)\)/.exec(reason) ?? [];
  if (reason.replace(end, '').trim() === '') return { text, mistake: 'it says no reason' };
  if (until === undefined) return { text, ignore: { rule, subject, reason } };
  if (!isDay(until)) return { text, mistake: `a day is written 2027-01-31, and ${JSON.stringify(until)} is none` };
  return { text, ignore: { rule, subject, reason, until } };
}
