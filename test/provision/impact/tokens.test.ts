import { describe, expect, it } from 'vitest';
import { empty, impactBetween, mounted, own, planBetween, presets, templated, told, worldOf } from './planned.ts';

describe('tokens that a plan takes away or narrows', () => {
  it('are all that an auth method made, when it goes', () => {
    const { tokens } = impactBetween(presets, empty);
    expect(tokens).toContainEqual({
      product: 'consul',
      address: 'consul/auth-method/nomad-workloads',
      change: 'revoked',
      tokens: 2,
      agents: [],
    });
    expect(tokens).toContainEqual({
      product: 'vault',
      address: 'vault/auth-mount/jwt-nomad',
      change: 'revoked',
      tokens: null,
      aliases: 1,
      agents: [],
    });
  });

  it('are those that use a policy that goes, of agents too', () => {
    const spec = own.replace('  policies:\n', '  policies:\n    nomad-client: { rules: "" }\n');
    const { tokens } = impactBetween(spec, own);
    expect(tokens).toEqual([
      {
        product: 'consul',
        address: 'consul/policy/nomad-client',
        change: 'narrowed',
        tokens: 1,
        agents: ['nomad client client-1'],
      },
    ]);
  });

  it('are of unknown number when they were not read', () => {
    const world = worldOf(presets);
    if (world.consul === undefined) throw new Error('the healthy world has a Consul');
    const { tokens: _, ...consul } = world.consul;
    const { tokens } = impactBetween(presets, empty, { ...world, consul });
    expect(tokens.find(({ change, product }) => product === 'consul' && change === 'revoked')?.tokens).toBeNull();
  });

  it('matter to nobody who does not run', () => {
    const replaced = mounted.replace('seal_wrap: false', 'seal_wrap: true');
    const world = worldOf(mounted);
    expect(told(impactBetween(mounted, replaced, world))).toEqual(['task server at vault breaks, revoked']);
    if (world.nomad === undefined) throw new Error('the healthy world has a Nomad');
    const idle = { ...world, nomad: { ...world.nomad, allocations: [] } };
    expect(told(impactBetween(mounted, replaced, idle))).toEqual([]);
  });
});

it('a policy that is filled with the accessor of a mount is written again when the mount is replaced', () => {
  const { steps } = planBetween(templated, templated.replace('seal_wrap: false', 'seal_wrap: true'));
  expect(steps.find(({ kind }) => kind === 'vault/policy')).toMatchObject({
    action: 'update',
    because: 'vault/auth-mount/jwt-nomad is replaced',
  });
});
