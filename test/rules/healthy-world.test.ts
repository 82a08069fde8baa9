import { expect, it } from 'vitest';
import { healthyWorld } from '../../src/rules/healthy-world.ts';
import { lookAt } from '../../src/rules/look-at.ts';

it('has workloads at Consul and Vault whose every link holds', () => {
  const world = healthyWorld();
  const { workloads } = lookAt(world, { now: world.takenAt });
  const chains = workloads.flatMap((one) => [one.chain('consul') ?? [], one.chain('vault') ?? []].flat());
  expect(
    chains.map(({ workload, product, links }) => [
      workload.service ?? workload.task,
      product,
      [...new Set(links.map(({ link, state }) => `${link} ${state}`))].join(', '),
    ]),
  ).toEqual([
    ['web', 'consul', 'identity ok, claims ok, login ok, rules ok, grant ok, need ok'],
    ['server', 'consul', 'identity ok, claims ok, login ok, rules ok, grant ok, need ok'],
    ['server', 'vault', 'identity ok, claims ok, login ok, grant ok, need ok'],
  ]);
});
