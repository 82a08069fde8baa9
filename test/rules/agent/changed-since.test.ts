import { expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import type { World } from '../../../src/model/world.ts';
import { change } from '../../../src/rules/change.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import { rules } from '../../../src/rules/index.ts';
import { lookAt } from '../../../src/rules/look-at.ts';

const roots = (world: World): readonly string[] =>
  audit(world, lookAt(world, { now: world.takenAt }), rules)
    .findings.filter(({ severity, causedBy }) => severity !== 'info' && causedBy === undefined)
    .map(({ rule }) => rule);

const vault = (block: object) => (world: World) =>
  change.agents(world, (agent) => ({
    ...agent,
    config: { ...agent.config, Vaults: [{ Name: 'default', Enabled: true, DefaultIdentity: { Audience: ['vault.io'], TTL: 3_600_000_000_000 }, ...block }] }, // prettier-ignore
  }));

/** The jobs stay as they were registered, with the identities of then. */
it.each([
  ['nothing', {}, []],
  ['another audience for Vault', { DefaultIdentity: { Audience: ['vault.example.com'], TTL: 3_600_000_000_000 } }, ['vault/audience-mismatch']], // prettier-ignore
])('of agents that were started anew with %s is said', (_, block, expected) => {
  expect(roots(vault(block)(healthyWorld()))).toEqual(expected);
});

it('Vault that is not said to be on is off, and not looked for in vain', () => {
  const world = change.nomad(vault({ Enabled: null })(healthyWorld()), {
    nodes: (healthyWorld().nomad?.nodes ?? []).map((node) => ({
      ...node,
      Attributes: { 'nomad.version': '1.11.1', 'consul.version': '1.22.2' },
    })),
  });
  expect(new Set(roots(world))).toEqual(new Set(['agent/vault-not-enabled']));
});
