import type { NomadLogins } from '../../model/agent.ts';
import type { ApiObject } from '../../model/api-object.ts';
import { isObject } from '../../validation/object.ts';
import { about } from '../about.ts';
import { change, merged } from '../change.ts';
import type { Look } from '../look.ts';
import { defineRule, type Sighting } from '../rule.ts';

export default defineRule({
  id: 'agent/clients-differ',
  title: 'clients log in at different places',
  cases: ['NC-01', 'NC-02'],
  severity: 'warning',
  reads: ['nomad/agents'],
  why: 'Each client logs in where its own configuration says. When clients differ, the same job works on one node and not on the next.',
  fix: 'Give all clients the same `service_auth_method`, `task_auth_method`, `jwt_auth_backend_path` and `create_from_role`, unless they use different clusters of Consul or Vault on purpose.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/consul',
    'https://developer.hashicorp.com/nomad/docs/configuration/vault',
  ],
  examples: {
    bad: {
      says: 'A second client names the Vault role that the first leaves to the mount.',
      world: (healthy) =>
        change.agents(healthy, (agent) =>
          agent.client
            ? [
                agent,
                {
                  ...agent,
                  name: 'client-2',
                  config: merged(agent.config, {
                    Vaults: [
                      { Name: 'default', Enabled: true, JWTAuthBackendPath: 'jwt-nomad', Role: 'nomad-workloads' },
                    ],
                  }),
                },
              ]
            : agent,
        ),
    },
    good: {
      says: 'A second client is configured like the first.',
      world: (healthy) =>
        change.agents(healthy, (agent) => (agent.client ? [agent, { ...agent, name: 'client-2' }] : agent)),
    },
  },

  *check(look) {
    yield* differentVaults(look);
    const logins = look.clients.map((client) => ({ client, logins: look.settingsOf(client).logins }));
    const [first] = logins;
    const other = logins.find((one) => JSON.stringify(one.logins) !== JSON.stringify(first?.logins));
    if (first === undefined || other === undefined) return;
    // That of these methods which does not exist is named as such.
    const isMissing = [first, other].some((one) =>
      [one.logins.serviceAuthMethod, one.logins.taskAuthMethod].some((name) => look.authMethod(name) === undefined),
    );
    yield {
      message: `clients ${first.client.name} and ${other.client.name} log in at different places: ${differing(first.logins, other.logins)}`,
      about: about.agentLogin(first.logins.vaultMount === other.logins.vaultMount ? 'consul' : 'vault'),
      subject: { agent: other.client.name },
      origin: other.client.origin,
      path: 'Consuls/0',
      ...(isMissing && look.world.consul !== undefined && { severity: 'info' as const }),
      evidence: { [first.client.name]: first.logins, [other.client.name]: other.logins },
    };
  },
});

const settings: readonly (readonly [member: keyof NomadLogins, name: string])[] = [
  ['serviceAuthMethod', 'service_auth_method'],
  ['taskAuthMethod', 'task_auth_method'],
  ['vaultMount', 'jwt_auth_backend_path'],
  ['vaultRole', 'create_from_role'],
];

function differing(one: NomadLogins, other: NomadLogins): string {
  return settings
    .filter(([member]) => one[member] !== other[member])
    .map(([member, name]) => `${name} is ${one[member] || 'not set'} and ${other[member] || 'not set'}`)
    .join('; ');
}

/** Nodes of one datacenter of Nomad that found another Vault than their neighbours. */
function* differentVaults({ world: { nomad }, clients }: Look): Iterable<Sighting> {
  const first = new Map<unknown, ApiObject>();
  for (const node of nomad?.nodes ?? []) {
    const found = clusterOf(node);
    if (found === undefined || node['Status'] !== 'ready') continue;
    const other = first.get(node['Datacenter']);
    if (other === undefined) first.set(node['Datacenter'], node);
    if (other === undefined || clusterOf(other) === found) continue;
    const [one, two] = [other, node].map(({ Name }) => String(Name));
    const agent = clients.find(({ name }) => name === two);
    yield {
      message: `clients ${one ?? ''} and ${two ?? ''} of datacenter ${String(node['Datacenter'])} use different Vaults: the clusters ${clusterOf(other) ?? ''} and ${found}`,
      about: about.agentLogin('vault'),
      subject: { agent: two ?? '' },
      origin: agent?.origin ?? { from: 'server', request: 'nomad GET /v1/nodes' },
      path: 'Vaults/0/Addr',
      fix: {
        text: 'Give all clients of a datacenter the same `address` in the `vault` block, and restart those that differ.',
      },
      evidence: { [one ?? '']: clusterOf(other), [two ?? '']: found },
    };
    return;
  }
}

function clusterOf({ Attributes }: ApiObject): string | undefined {
  const id = isObject(Attributes) ? Attributes['vault.cluster_id'] : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
