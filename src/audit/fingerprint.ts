import { createHash } from 'node:crypto';
import type { Sighting } from '../rules/rule.ts';
import { sortedBy } from '../support/sorted-by.ts';

/**
 * The same from run to run while the same rule says the same of the same thing: positions and evidence take no part, so
 * that a baseline outlives an edit further up in the file.
 */
export function fingerprintOf(rule: string, { about, subject, message }: Sighting): string {
  const whole = JSON.stringify([rule, about, sortedBy(Object.entries(subject), ([name]) => name), message]);
  return createHash('sha256').update(whole).digest('hex').slice(0, 32);
}
