import type { Finding } from '../model/finding.ts';
import type { Rule, Sighting } from '../rules/rule.ts';

/** A finding together with what it was made from, until its cause is known. */
export interface Sighted {
  readonly rule: Rule;
  readonly sighting: Sighting;
  readonly finding: Finding;
}
