import type { JobLook, Look, Surroundings } from '../rules/look.ts';
import type { Rule, RuleOfWorkloads, Sighting } from '../rules/rule.ts';

/** What a rule saw. */
export interface Said {
  readonly rule: Rule;
  readonly sighting: Sighting;
}

/** What rules that look at single workloads say of those of one job. */
export function saidOf(job: JobLook, around: Surroundings, rules: readonly RuleOfWorkloads[]): readonly Said[] {
  const said: Said[] = [];
  for (const one of job.workloads)
    for (const rule of rules) for (const sighting of rule.checkWorkload(one, around)) said.push({ rule, sighting });
  return said.length === 0 ? nothing : said;
}

/** Of nearly all jobs. */
const nothing: readonly Said[] = [];

export function looksAtWorkloads(rule: Rule): rule is RuleOfWorkloads {
  return 'checkWorkload' in rule;
}

/**
 * What rules see, in their order.
 * @param ahead what was said of a job before all of them were there, by these rules or more
 */
export function sightingsOf(
  look: Look,
  rules: readonly Rule[],
  ahead: (job: JobLook) => readonly Said[] | undefined = () => undefined,
): readonly Said[] {
  const ofWorkloads = rules.filter(looksAtWorkloads);
  const byRule = new Map<Rule, Said[]>(ofWorkloads.map((rule) => [rule, []]));
  // One job after the other, so that all rules look at what is at hand.
  for (const job of ofWorkloads.length === 0 ? [] : look.sampledJobs)
    for (const said of ahead(job) ?? saidOf(job, look, ofWorkloads)) byRule.get(said.rule)?.push(said);
  return rules.flatMap((rule) =>
    looksAtWorkloads(rule)
      ? (byRule.get(rule) ?? [])
      : Array.from(rule.check(look), (sighting): Said => ({ rule, sighting })),
  );
}
