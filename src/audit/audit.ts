import type { Finding, Severity } from '../model/finding.ts';
import type { World } from '../model/world.ts';
import type { Look } from '../rules/look.ts';
import type { Rule } from '../rules/rule.ts';
import { withCauses } from './causes.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Levels } from './levels.ts';
import { locationOf } from './location.ts';
import { canLook, unseenBy } from './reading.ts';
import type { AuditReport } from './report.ts';
import type { Sighted } from './sighted.ts';

/** Runs rules over a world. Pure: the same world and time give the same report. */
export function audit(world: World, look: Look, all: readonly Rule[], levels: Levels = new Map()): AuditReport {
  const rules = all.filter(({ id }) => levels.get(id) !== 'off');
  const sighted = rules.filter((rule) => canLook(rule, world)).flatMap((rule) => sightedBy(rule, look, levels));
  const findings = withCauses(distinct(sighted), rules);
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  return {
    findings,
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

function sightedBy(rule: Rule, look: Look, levels: Levels): readonly Sighted[] {
  const level = levels.get(rule.id);
  const given = level === 'off' ? undefined : level;
  return [...rule.check(look)].map((sighting) => {
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
  });
}

/** What two rules' loops see twice is said once. */
function distinct(all: readonly Sighted[]): readonly Sighted[] {
  return [...new Map(all.map((one) => [one.finding.fingerprint, one])).values()];
}
