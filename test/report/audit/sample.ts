import type { AuditReport } from '../../../src/audit/report.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import { change } from '../../../src/rules/change.ts';
import { rules } from '../../../src/rules/index.ts';
import { lookAt } from '../../../src/rules/look-at.ts';
import { audit } from '../../../src/audit/audit.ts';
import type { AuditContext } from '../../../src/report/audit/reporter.ts';

/** A cluster with one fault that breaks two logins, and a part that could not be read. */
export function sampleReport(): AuditReport {
  const faulty = change.authMethod(healthyWorld(), { Config: { BoundAudiences: ['<nomad>&|"co"'] } });
  const world = {
    ...faulty,
    notRead: [{ part: 'vault/audit', what: 'audit devices', reason: 'permission denied', permission: 'sudo' }] as const,
  };
  return audit(world, lookAt(world, { now: world.takenAt }), rules);
}

export const plainContext: AuditContext = {
  colour: false,
  version: '0.0.0',
  now: 0,
  source: () => undefined,
  explanations: () => [],
};
