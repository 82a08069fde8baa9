import { expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import type { World } from '../../../src/model/world.ts';
import { change } from '../../../src/rules/change.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import { rules } from '../../../src/rules/index.ts';
import { lookAt } from '../../../src/rules/look-at.ts';

const withEntity = (entity: { disabled: boolean; policies: string[] }): World => {
  const healthy = healthyWorld();
  const aliases = (healthy.vault?.aliases ?? []).map((one) => ({ ...one, entity }));
  const refused = change.vault(healthy, { aliases });
  return change.nomad(refused, {
    allocations: (refused.nomad?.allocations ?? []).map((one) => ({
      ...one,
      clientStatus: 'failed',
      events: [
        {
          task: 'server',
          type: 'Setup Failure',
          message: 'Vault: failed to derive vault token: failed to login with JWT: Code: 500. nonce was used before',
          at: healthy.takenAt - 60,
        },
      ],
    })),
  });
};

it.each([
  ['is not blamed on the policies of the entity', { disabled: false, policies: ['reports'] }, undefined],
  ['is blamed on the entity when that is disabled', { disabled: true, policies: [] }, 'vault/entity-disabled'],
])('a login that failed %s', (_, entity, cause) => {
  const world = withEntity(entity);
  // However heavy the finding about policies is made.
  const levels = new Map([['vault/entity-policies', 'error' as const]]);
  const { findings } = audit(world, lookAt(world, { now: world.takenAt }), rules, levels);
  const failed = findings.find(({ rule }) => rule === 'live/allocation-failing');
  expect(failed).toBeDefined();
  expect(findings.find(({ fingerprint }) => fingerprint === failed?.causedBy)?.rule).toBe(cause);
});
