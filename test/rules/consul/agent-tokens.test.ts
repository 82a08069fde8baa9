import { expect, it } from 'vitest';
import type { ApiObject } from '../../../src/model/api-object.ts';
import { agentTokens } from '../../../src/rules/consul/agent-tokens.ts';
import { change } from '../../../src/rules/change.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import { lookAt } from '../../../src/rules/look-at.ts';

function found(tokens: readonly ApiObject[], tokensOfAgents: Readonly<Record<string, string>> = {}): unknown {
  const world = change.consul(healthyWorld(), { tokens, tokensOfAgents });
  return agentTokens(lookAt(world, { now: 0 })).map(({ accessor, server, client, guessed }) => ({
    accessor,
    server,
    client,
    guessed,
  }));
}

it.each([
  ['Nomad client', { server: false, client: true }],
  ['nomad servers', { server: true, client: false }],
  ['Nomad agents', { server: true, client: true }],
  ['Nomad servers and clients', { server: true, client: true }],
])('takes a token that says "%s" for that of such agents', (Description, who) => {
  expect(found([{ AccessorID: 'a', Description }])).toEqual([{ accessor: 'a', ...who, guessed: true }]);
});

it.each([
  ['another description', { Description: 'dashboards' }],
  ['a description without a sort of agents', { Description: 'Nomad' }],
  ['a login', { Description: 'nomad client', AuthMethod: 'nomad-workloads' }],
])('does not take a token with %s for one', (_, token) => {
  expect(found([{ AccessorID: 'a', ...token }])).toEqual([]);
});

it('goes by the names of policies too', () => {
  expect(found([{ AccessorID: 'a', Description: '', Policies: [{ Name: 'nomad-client' }] }])).toEqual([
    { accessor: 'a', server: false, client: true, guessed: true },
  ]);
});

it('does not guess where it is known which tokens agents use', () => {
  const tokens = [
    { AccessorID: 'a', Description: 'Nomad client' },
    { AccessorID: 'b', Description: '' },
  ];
  expect(found(tokens, { 'nomad client web-1': 'b' })).toEqual([
    { accessor: 'b', server: false, client: true, guessed: false },
  ]);
});
