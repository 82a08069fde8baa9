import { describe, expect, it } from 'vitest';
import type { Allocation, World } from '../../../src/model/world.ts';
import { change } from '../../../src/rules/change.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import { loginsOf } from '../../../src/rules/live/logins.ts';
import { lookAt } from '../../../src/rules/look-at.ts';

const allocation =
  (patch: Partial<Allocation>): ((world: World) => World) =>
  (world) =>
    change.nomad(world, { allocations: (world.nomad?.allocations ?? []).map((one) => ({ ...one, ...patch })) });

const described =
  (description: string): ((world: World) => World) =>
  (world) =>
    change.consul(world, { tokens: [{ AccessorID: 'a', AuthMethod: 'nomad-workloads', Description: description }] });

function counted(make: (world: World) => World): unknown {
  const world = make(healthyWorld());
  return loginsOf(lookAt(world, { now: world.takenAt })).map(({ who, running, alive, tokens }) => [
    who,
    running,
    alive,
    tokens.length,
  ]);
}

describe('the logins of a cluster', () => {
  it('are those of the services and tasks that run', () => {
    expect(counted((world) => world)).toEqual([
      ['task server', 1, 1, 1],
      ['service web', 1, 1, 1],
    ]);
  });

  it('may or may not have been made by an allocation that begins', () => {
    expect(counted(allocation({ clientStatus: 'pending' }))).toContainEqual(['task server', 0, 1, 1]);
  });

  it.each(['complete', 'failed'])('are given back by an allocation that is %s', (clientStatus) => {
    expect(counted(allocation({ clientStatus }))).toContainEqual(['task server', 0, 0, 1]);
  });

  it('are not looked for when a name is filled in on the client', () => {
    const identities = { '${NOMAD_META_x}-web': ['consul-service_${NOMAD_META_x}-web-http'] };
    expect(counted(allocation({ identities }))).toEqual([
      ['service web', 0, 0, 1],
      ['task server', 0, 0, 1],
    ]);
  });

  it('are not seen from here when the client is in another datacenter of Consul', () => {
    const world = change.nomad(healthyWorld(), {
      nodes: [{ ID: 'node-1', Name: 'client-1', Attributes: { 'consul.datacenter': 'dc2' } }],
    });
    expect(counted(() => world)).toContainEqual(['task server', 0, 1, 1]);
  });

  it.each([
    ['token created via login: {"node_id":"1","requested_by":"nomad_task_a b"}', 'task a b'],
    ['token created via login: {"requested_by":"nomad_service_db"}', 'service db'],
  ])('are told by the description %s', (description, who) => {
    expect(counted(described(description))).toContainEqual([who, 0, 0, 1]);
  });

  it.each(['token created via login', 'token created via login: {', 'token created via login: {"pod":"x"}', 'mine'])(
    'are not told by the description %s',
    (description) => {
      expect(counted(described(description))).toEqual([
        ['task server', 1, 1, 0],
        ['service web', 1, 1, 0],
      ]);
    },
  );
});
