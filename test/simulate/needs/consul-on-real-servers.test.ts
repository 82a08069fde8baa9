import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConsulPermission } from '../../../src/simulate/needs/need.ts';
import { templateNeeds } from '../../../src/simulate/needs/template-needs.ts';
import { unknown } from '../../../src/simulate/needs/value.ts';
import { describeWithServers, startConsul, type Server } from '../../servers/index.ts';

const calls = [
  ...['key "a/b"', 'keyExists "none"', 'ls "a"', 'service "web"', 'connect "web"', 'services', 'nodes', 'node'],
  ...['node "n1"', 'datacenters', 'peerings', 'exportedServices', 'caRoots', 'caLeaf "api"'],
];

function needsOf(call: string) {
  const context = {
    environment: (name: string) => unknown({ because: 'environment', name }),
    workload: { namespace: 'default', job: 'j', group: 'g', task: 't' },
    askedWith: () => ({ token: 'invalid-token', because: '' }) as const,
  };
  return templateNeeds(`{{ ${call} }}`, {}, context, { group: 'g', task: 't' }).needs;
}

/** A policy that gives one permission and nothing else. */
function rules({ resource, segment, access }: ConsulPermission): string {
  if (resource === 'peering' || resource === 'mesh') return `${resource} = "${access}"`;
  // Without a name, the one that is not known, all of them.
  if (segment === undefined) return `${resource}_prefix "" { policy = "${access}" }`;
  return `${resource} "${segment}" { policy = "${access}" }`;
}

describeWithServers(['consul'], 'what Consul looks for when a template asks', () => {
  let consul: Server;
  let policies = 0;

  const send = async (token: string, method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${consul.address}${path}`, {
      method,
      headers: { 'X-Consul-Token': token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  };

  async function tokenWith(Rules: string): Promise<string> {
    const Name = `p${String(++policies)}`;
    await send(consul.token, 'PUT', '/v1/acl/policy', { Name, Rules });
    const made = await send(consul.token, 'PUT', '/v1/acl/token', { Policies: [{ Name }] });
    return (JSON.parse(made.text) as { readonly SecretID: string }).SecretID;
  }

  beforeAll(async () => {
    consul = await startConsul();
    await send(consul.token, 'PUT', '/v1/kv/a/b', 'x');
    await send(consul.token, 'PUT', '/v1/agent/service/register', { Name: 'web', Port: 80 });
  }, 60_000);

  afterAll(async () => {
    await consul.stop();
  });

  test.each(calls)('%s', async (call) => {
    const poor = await tokenWith('event "x" { policy = "read" }');
    const needs = needsOf(call).filter(({ request }) => request !== undefined && !request.includes('…'));
    for (const request of new Set(needs.map((need) => need.request ?? ''))) {
      const path = request.replace('GET ', '');
      const ofRequest = needs.filter((need) => need.request === request);
      const denying = ofRequest.filter(({ lack }) => lack === 'denied');
      const refused = await send(poor, 'GET', path);
      expect([path, refused.status === 403], refused.text).toEqual([path, denying.length > 0]);
      for (const { permission } of denying) {
        if (permission?.product !== 'consul') continue;
        const enough = await send(await tokenWith(rules(permission)), 'GET', path);
        expect([path, enough.status === 403], enough.text).toEqual([path, false]);
      }
    }
  });
});
