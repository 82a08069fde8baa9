import { audit } from '../../src/audit/audit.ts';
import type { AuditReport } from '../../src/audit/report.ts';
import { healthyWorld } from '../../src/rules/healthy-world.ts';
import { rules } from '../../src/rules/index.ts';
import { lookAt } from '../../src/rules/look-at.ts';
import type { Example } from '../../src/rules/rule.ts';

/** What the whole audit says of an example. */
export async function reportOf(example: Example): Promise<AuditReport> {
  const world = healthyWorld();
  if ('files' in example) throw new Error('files: not yet');
  const changed = example.world(world);
  return audit(changed, lookAt(changed, { now: world.takenAt }), rules);
}
