import { describe, expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import type { NotRead, World } from '../../../src/model/world.ts';
import tokensLeftBehind from '../../../src/rules/live/tokens-left-behind.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import { lookAt } from '../../../src/rules/look-at.ts';

function messages(world: World): readonly string[] {
  const look = lookAt(world, { now: world.takenAt });
  return audit(world, look, [tokensLeftBehind]).findings.map(({ message }) => message);
}

const { examples } = tokensLeftBehind;
const twelve = examples.bad.world?.(healthyWorld()) ?? healthyWorld();

describe('tokens that belong to no allocation', () => {
  it('are counted', () => {
    expect(messages(twelve)).toEqual([
      '11 tokens of auth method nomad-workloads belong to no allocation, 2 do; task server left 11',
    ]);
  });

  it('are told as one when there is one', () => {
    const tokens = twelve.consul?.tokens?.slice(0, -10) ?? [];
    const world = { ...twelve, ...(twelve.consul && { consul: { ...twelve.consul, tokens } }) };
    expect(messages(world)).toEqual([
      '1 token of auth method nomad-workloads belongs to no allocation, 2 do; task server left 1',
    ]);
  });

  it.each<NotRead>([
    { part: 'nomad/allocations', what: 'allocations of other namespaces', reason: 'only namespace prod was asked for' },
    { part: 'nomad/jobs', what: 'jobs of namespaces that the token may not see', reason: 'Nomad leaves them out' },
  ])('are not told from those of allocations that were not read: $what', (gap) => {
    expect(messages({ ...twelve, notRead: [gap] })).toEqual([]);
  });
});
