import type { Finding, Severity } from '../model/finding.ts';
import type { World } from '../model/world.ts';
import type { JobLook, Look } from '../rules/look.ts';
import type { Rule } from '../rules/rule.ts';
import { withCauses } from './causes.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Levels } from './levels.ts';
import { locationOf } from './location.ts';
import { canLook, unseenBy } from './reading.ts';
import type { AuditReport } from './report.ts';
import type { Sighted } from './sighted.ts';
import { sightingsOf, type Said } from './sightings.ts';

/**
 * Runs rules over a world. Pure: the same world and time give the same report.
 * @param ahead what rules that look at single workloads have said of a job already
 */
export function audit(
  world: World,
  look: Look,
  all: readonly Rule[],
  levels: Levels = new Map(),
  ahead?: (job: JobLook) => readonly Said[] | undefined,
): AuditReport {
  const rules = all.filter(({ id }) => levels.get(id) !== 'off');
  const looking = rules.filter((rule) => canLook(rule, world));
  const sighted = sightingsOf(look, looking, ahead).map((said) => sightedFrom(said, look, levels));
  const findings = withCauses(distinct(sighted), rules, world.doubtful);
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const replaced = (world.nomad?.replaced ?? []).map(({ namespace, id }) => ({ namespace, job: id }));
  return {
    findings,
    ...(replaced.length > 0 && { replaced }),
    notChecked: rules.flatMap((rule) => unseenBy(rule, world)),
    summary: {
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      causes: findings.filter(({ causedBy }) => causedBy === undefined).length,
      suppressed: 0,
      jobs: world.nomad?.jobs.length ?? 0,
      rules: rules.length,
    },
  };
}

function sightedFrom({ rule, sighting }: Said, look: Look, levels: Levels): Sighted {
  const level = levels.get(rule.id);
  const given = level === 'off' ? undefined : level;
  const { origin, path, fix, subject, message } = sighting;
  const finding: Finding = {
    rule: rule.id,
    cases: rule.cases,
    severity: given ?? sighting.severity ?? rule.severity,
    message,
    why: rule.why,
    fix: { text: fix?.text ?? rule.fix, ...(fix?.edits === undefined ? {} : { edits: fix.edits }) },
    location: locationOf(origin, path, look.source),
    subject,
    evidence: sighting.evidence ?? {},
    fingerprint: fingerprintOf(rule.id, sighting),
  };
  return { rule, sighting, finding };
}

/** What two rules' loops see twice is said once. */
function distinct(all: readonly Sighted[]): readonly Sighted[] {
  return [...new Map(all.map((one) => [one.finding.fingerprint, one])).values()];
}
