import { describe, expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import type { Agent } from '../../../src/model/agent.ts';
import type { World } from '../../../src/model/world.ts';
import clientsDiffer from '../../../src/rules/agent/clients-differ.ts';
import nobodyFound from '../../../src/rules/agent/nobody-found.ts';
import serversDiffer from '../../../src/rules/agent/servers-differ.ts';
import { change } from '../../../src/rules/change.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import loopbackAddress from '../../../src/rules/keys/loopback-address.ts';
import { lookAt } from '../../../src/rules/look-at.ts';
import type { Rule } from '../../../src/rules/rule.ts';

const severities = (rule: Rule, world: World): readonly string[] =>
  audit(world, lookAt(world, { now: world.takenAt }), [rule]).findings.map(({ severity }) => severity);

/** Another agent of the same sort, with other members of its configuration. */
const beside = (sort: 'server' | 'client', config: object, world = healthyWorld()): World =>
  change.agents(world, (agent): Agent | readonly Agent[] =>
    agent[sort] ? [agent, { ...agent, name: `${sort}-2`, config: { ...agent.config, ...config } }] : agent,
  );

describe('servers that differ', () => {
  const identity = { Audience: ['consul.io'], TTL: 3_600_000_000_000 };
  const consul = (task: object | null): { readonly Consuls: readonly object[] } => ({
    Consuls: [{ Name: 'default', ServiceIdentity: identity, TaskIdentity: task }],
  });
  it.each([
    ['in nothing', identity, []],
    ['in the time', { ...identity, TTL: 7_200_000_000_000 }, ['info']],
    ['in the audience', { ...identity, Audience: ['consul'] }, ['error']],
    ['in giving one at all', null, ['error']],
  ])('%s', (_, task, expected) => {
    const world = change.servers(healthyWorld(), consul(identity));
    expect(severities(serversDiffer, beside('server', consul(task), world))).toEqual(expected);
  });
});

it.each([
  ['nomad-workloads-2', 'info'],
  ['Other-Method', 'warning'],
])('clients that differ in their method, %s, are %s', (ServiceIdentityAuthMethod, severity) => {
  const world = change.consul(healthyWorld(), {
    authMethods: (healthyWorld().consul?.authMethods ?? []).flatMap((one) => [one, { ...one, Name: 'other-method' }]),
  });
  const Consuls = [{ Name: 'default', ServiceIdentityAuthMethod }];
  expect(severities(clientsDiffer, beside('client', { Consuls }, world))).toEqual([severity]);
});

it.each([
  ['where it looks by itself', '127.0.0.1:8500', 'info'],
  ['where it is told to look', '10.0.0.9:8500', 'warning'],
])('one client of two that found no Consul %s', (_, Addr, severity) => {
  const world = beside('client', { Consuls: [{ Name: 'default', Addr }] });
  const nodes = (world.nomad?.nodes ?? []).flatMap((node) => [
    node,
    { ...node, ID: 'another', Name: 'client-2', Attributes: { 'nomad.version': '1.11.1', 'vault.version': '1.21.0' } },
  ]);
  expect(severities(nobodyFound, change.nomad(world, { nodes }))).toEqual([severity]);
});

it.each([
  ['10.0.0.1:4646', ['warning', 'warning']],
  ['127.0.0.1:4646', ['info', 'info']],
])('keys from this machine, when servers are reached at %s', (HTTP, expected) => {
  const world = change.jwtConfig(
    change.authMethod(healthyWorld(), { Config: { JWKSURL: 'http://127.0.0.1:4646/.well-known/jwks.json' } }),
    { jwks_url: 'http://localhost:4646/.well-known/jwks.json' },
  );
  const AdvertiseAddrs = { HTTP };
  expect(severities(loopbackAddress, beside('server', {}, change.servers(world, { AdvertiseAddrs })))).toEqual(
    expected,
  );
});

it.each([
  ['in the datacenter of the other', 'dc1', ['warning']],
  ['in another datacenter', 'dc2', []],
])('a client that found another Vault %s', (_, Datacenter, expected) => {
  const world = change.nomad(healthyWorld(), {
    nodes: (healthyWorld().nomad?.nodes ?? []).flatMap((node) => [
      { ...node, Datacenter: 'dc1', Attributes: { ...(node['Attributes'] as object), 'vault.cluster_id': 'one' } },
      { ...node, ID: 'another', Name: 'client-2', Datacenter, Attributes: { 'vault.cluster_id': 'two' } },
    ]),
  });
  expect(severities(clientsDiffer, world)).toEqual(expected);
});

it('clients of different regions may log in at different places', () => {
  const Vaults = [{ Name: 'default', JWTAuthBackendPath: 'jwt-nomad-west' }];
  const there = change.agents(beside('client', { Vaults }), (agent) =>
    agent.name === 'client-2' ? { ...agent, region: 'west' } : agent,
  );
  expect(severities(clientsDiffer, there)).toEqual([]);
});

it.each([
  [undefined, ['warning']],
  ['https://nomad.example.com', ['error']],
])('servers that differ in their issuer, while %s is bound', (BoundIssuer, expected) => {
  const world =
    BoundIssuer === undefined ? healthyWorld() : change.authMethod(healthyWorld(), { Config: { BoundIssuer } });
  const Server = { Enabled: true, OIDCIssuer: 'https://nomad.example.com' };
  expect(severities(serversDiffer, beside('server', { Server }, world))).toEqual(expected);
});

it('of three that differ the odd one is named', () => {
  const three = change.agents(beside('server', {}), (agent) =>
    agent.name === 'server-2'
      ? [agent, { ...agent, name: 'server-3' }]
      : agent.server
        ? { ...agent, name: 'odd', config: { ...agent.config, Consuls: [{ Name: 'default' }] } }
        : agent,
  );
  const { findings } = audit(three, lookAt(three, { now: three.takenAt }), [serversDiffer]);
  expect(findings.map(({ subject }) => subject.agent)).toEqual(['odd', 'odd']);
});
