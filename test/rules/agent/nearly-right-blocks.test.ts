import { expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import { worldOfSources } from '../../../src/collect/files/world.ts';
import { lookAt } from '../../../src/rules/look-at.ts';
import { serverText } from '../../support/server-file.ts';
import { rules } from '../../../src/rules/index.ts';

const server = serverText();

it.each([
  ['default_identity', 'default_identities', 'agent/default-identity-missing', 'the vault block'],
  ['task_identity', 'task_identiy', 'agent/task-identity-missing', 'the consul block'],
  ['service_identity', 'services_identity', 'agent/service-identity-missing', 'the consul block'],
])('a %s that is written %s is one mistake, not two', (right, wrong, rule, block) => {
  const source = { name: 'server.hcl', text: server.replace(right, wrong) };
  const { world, sources } = worldOfSources([source], { now: 0 });
  const { findings } = audit(world, lookAt(world, { now: 0, sources }), rules);
  expect(findings.map((one) => one.rule)).toEqual([rule, 'agent/unknown-key']);
  expect(findings[1]).toMatchObject({
    causedBy: findings[0]?.fingerprint,
    message: `${wrong} is no key of ${block} and is ignored`,
  });
});
