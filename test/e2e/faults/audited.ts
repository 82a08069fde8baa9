import { expect } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import { connect } from '../../../src/clients/connect.ts';
import { readLiveWorld } from '../../../src/collect/live-world.ts';
import type { Api } from '../../../src/clients/api.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { rules } from '../../../src/rules/index.ts';
import { lookAt } from '../../../src/rules/look-at.ts';
import { silentLog } from '../../../src/support/log.ts';

/**
 * What `wid audit` says of a cluster at warning or above, in its order. The audit runs in this process and over the same
 * connections each time: of one cluster hundreds are made, and each start of the command would cost more than the audit.
 */
export function auditorOf(env: Readonly<Record<string, string>>): () => Promise<readonly Finding[]> {
  const clients = connect({ env });
  const agents = new Map<string, Api>();
  const nomadAt = (address: string): Api => {
    const agent = agents.get(address) ?? clients.nomadAt(address);
    agents.set(address, agent);
    return agent;
  };
  return async () => {
    const reach = { ...clients, nomadAt };
    const world = await readLiveWorld(reach, { namespace: '*', required: ['nomad', 'consul', 'vault'] }, silentLog);
    expect(world.notRead, 'what could not be read').toEqual([]);
    const look = lookAt(world, { now: world.takenAt, sources: new Map() });
    return audit(world, look, rules).findings.filter(({ severity }) => severity !== 'info');
  };
}

/** One finding a line, consequences indented. */
export function lines(said: readonly Finding[]): string {
  return said
    .map(
      ({ causedBy, severity, rule, message }) => `${causedBy === undefined ? '' : '  '}${severity} ${rule}: ${message}`,
    )
    .join('\n');
}

/** The root cause comes first, and nothing else stands beside it that does not follow from it. */
export function expectFirst(said: readonly Finding[], rule: string | undefined): void {
  const roots = new Set(said.filter(({ causedBy }) => causedBy === undefined).map((one) => one.rule));
  expect([...roots], lines(said)).toEqual(rule === undefined ? [] : [rule]);
}
