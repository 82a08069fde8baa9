import { describe, expect, it } from 'vitest';
import type { World } from '../../../src/model/world.ts';
import { impactOf } from '../../../src/provision/impact/impact-of.ts';
import { impactBetween, mounted, now, own, planBetween, presets, told, worldOf } from './planned.ts';

const service = 'service web at consul';
const task = 'task server at consul';
const vault = 'task server at vault';
const otherAudience = presets.replace('nomad-consul, ', 'nomad-consul, audience: changed, ');
const both = [`${service} breaks, login works -> fails`, `${task} breaks, login works -> fails`];

/** The world with its one job changed. */
function withJob(world: World, job: Readonly<Record<string, unknown>>): World {
  const [web] = world.nomad?.jobs ?? [];
  if (world.nomad === undefined || web === undefined) throw new Error('the healthy world has a job');
  return { ...world, nomad: { ...world.nomad, jobs: [{ ...web, job: { ...web.job, ...job } }] } };
}

describe('which jobs are looked at', () => {
  it.each<[string, Readonly<Record<string, unknown>>, number]>([
    ['a job that runs', {}, 1],
    ['no job that was stopped', { Stop: true }, 0],
    ['no batch job that is done', { Type: 'batch', Status: 'dead' }, 0],
    ['a service whose allocations all failed', { Status: 'dead' }, 1],
  ])('%s', (_, job, expected) => {
    const { jobs, workloads } = impactBetween(presets, otherAudience, withJob(worldOf(presets), job));
    expect([jobs, workloads.length > 0]).toEqual([expected, expected > 0]);
  });

  it('takes the objects of the plan as the plan found them, though a saved world has them otherwise', () => {
    expect(told(impactBetween(presets, otherAudience, worldOf(otherAudience)))).toEqual(both);
    const older = worldOf(own.replace('[motd, other]', '[]'));
    expect(told(impactBetween(own, own.replace('[motd, other]', '[other]'), older))).toEqual([
      `${task} breaks, key "web/motd" stops`,
    ]);
  });

  it('names objects of other namespaces and looks at no workload of theirs', () => {
    const plan = planBetween(presets, otherAudience);
    const steps = plan.steps.map((step) => {
      const intent = step.intent && { ...step.intent, identity: { ...step.intent.identity, namespace: 'team' } };
      const live = step.live && { ...step.live, identity: { ...step.live.identity, namespace: 'team' } };
      return { ...step, intent, live };
    });
    const { workloads, elsewhere } = impactOf({ steps }, worldOf(presets), now);
    expect({ workloads, elsewhere }).toEqual({ workloads: [], elsewhere: ['consul/auth-method/nomad-workloads'] });
  });
});

describe('what cannot be told', () => {
  it('is nothing that nobody has read: a product of which the world holds nothing', () => {
    const { consul: _, ...without } = worldOf(presets);
    const { workloads } = impactBetween(presets, otherAudience, without);
    expect(workloads.map(({ effect, reasons }) => [effect, reasons])).toEqual([
      ['unknown', ['nothing was read about Consul']],
      ['unknown', ['nothing was read about Consul']],
    ]);
  });

  it('is a login that depends on what is known only when the job runs', () => {
    const bound = mounted.replace(
      'token_policies',
      'bound_claims: { nomad_allocation_id: a }\n          token_policies',
    );
    const { workloads } = impactBetween(mounted, bound);
    expect(workloads.map(({ effect }) => effect)).toEqual(['unknown']);
    expect(workloads[0]?.reasons[0]).toContain('nomad_allocation_id');
  });

  it.each<[string, string, string, readonly string[]]>([
    ['another policy', 'policy elsewhere', mounted.replace('[web]', '[]'), ['breaks']],
    [
      'all policies, while the token names none that is missing',
      'policies',
      mounted.replace('[web]', '[]'),
      ['breaks'],
    ],
    ['another mount', 'config of the auth mount other', mounted.replace('[web]', '[]'), ['breaks']],
    ['another role', 'role other of the auth mount jwt-nomad', mounted.replace('web:\n', 'gone:\n'), ['breaks']],
    ['what kind of engine there is', 'versions of the KV engines', mounted.replace('[web]', '[]'), ['unknown']],
  ])('is not more than a gap is about: %s', (_, what, after, expected) => {
    const notRead = [{ part: 'vault/objects' as const, what, reason: 'permission denied' }];
    const impact = impactBetween(mounted, after, { ...worldOf(mounted), notRead });
    expect(impact.workloads.map(({ effect }) => effect)).toEqual(expected);
    expect(impact.notRead).toEqual(notRead);
  });

  it('is a permission of a policy that exists and could not be read', () => {
    const after = mounted
      .replace('[web]', '[hidden]')
      .replace('policies:\n    web', 'existing: { policies: [hidden] }\n  policies:\n    web');
    const notRead = [{ part: 'vault/objects' as const, what: 'policies', reason: 'permission denied' }];
    const [one] = impactBetween(mounted, after, { ...worldOf(mounted), notRead }).workloads;
    expect(one).toMatchObject({ effect: 'unknown', reasons: ['policies: permission denied'] });
    expect(told(impactBetween(mounted, after))).toEqual([
      `${vault} breaks, secret "secret/data/default/web/config" stops`,
    ]);
  });

  it('is whose keys those are that a plan takes from another address: that is taken for given', () => {
    const { workloads, assumed } = impactBetween(presets, presets.replace('nomad.example.com', 'other.example.com'));
    expect(workloads).toEqual([]);
    expect(assumed).toContain(
      'the keys that consul/auth-method/nomad-workloads takes from now on are those that Nomad signs with',
    );
  });
});
