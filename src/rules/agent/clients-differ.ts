import type { Agent, NomadLogins } from '../../model/agent.ts';
import type { ApiObject } from '../../model/api-object.ts';
import { isObject } from '../../validation/object.ts';
import { about } from '../about.ts';
import { change, merged } from '../change.ts';
import type { Look } from '../look.ts';
import { defineRule, type Sighting } from '../rule.ts';
import { oddOneOut } from './odd-one-out.ts';

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
    // Regions have methods and mounts of their own.
    for (const region of new Set(look.clients.map((client) => client.region)))
      yield* differentLogins(
        look,
        look.clients.filter((client) => client.region === region),
      );
  },
});

function* differentLogins(look: Look, clients: readonly Agent[]): Iterable<Sighting> {
  const logins = clients.map((client) => ({ client, logins: look.settingsOf(client).logins }));
  const found = oddOneOut(logins, (one) => JSON.stringify(one.logins));
  if (found === undefined) return;
  const [first, other] = found;
  const missing = missingAtVault(look, other.logins);
  // That of these methods which does not exist is named as such.
  const isMissing = found.some((one) =>
    [one.logins.serviceAuthMethod, one.logins.taskAuthMethod].some((name) => look.authMethod(name) === undefined),
  );
  const products = new Set(differing(first.logins, other.logins).map(([, , product]) => product));
  const [place = about.agentLogin('consul'), ...others] = [...products].map(about.agentLogin);
  const words = differing(first.logins, other.logins).map(
    ([member, name]) => `${name} is ${first.logins[member] || 'not set'} and ${other.logins[member] || 'not set'}`,
  );
  yield {
    message: `clients ${first.client.name} and ${other.client.name} log in at different places: ${[...words, ...(missing === undefined ? [] : [missing])].join('; ')}`,
    about: place,
    alsoAbout: others,
    subject: { agent: other.client.name },
    origin: other.client.origin,
    path: products.has('consul') ? 'Consuls/0' : 'Vaults/0',
    ...(missing !== undefined && { severity: 'error' as const }),
    ...(isMissing && look.world.consul !== undefined && { severity: 'info' as const }),
    evidence: { [first.client.name]: first.logins, [other.client.name]: other.logins },
  };
}

/** What a client looks for in Vault and does not find. */
function missingAtVault(look: Look, { vaultMount, vaultRole }: NomadLogins): string | undefined {
  if (look.world.vault === undefined) return undefined;
  const mount = look.mount(vaultMount);
  if (mount === undefined) return `Vault has nothing mounted at auth/${vaultMount}`;
  const isMissing = vaultRole !== '' && mount.roles[vaultRole] === undefined;
  return isMissing ? `auth/${vaultMount} has no role ${vaultRole}` : undefined;
}

const settings: readonly (readonly [member: keyof NomadLogins, name: string, product: 'consul' | 'vault'])[] = [
  ['serviceAuthMethod', 'service_auth_method', 'consul'],
  ['taskAuthMethod', 'task_auth_method', 'consul'],
  ['vaultMount', 'jwt_auth_backend_path', 'vault'],
  ['vaultRole', 'create_from_role', 'vault'],
];

function differing(one: NomadLogins, other: NomadLogins): typeof settings {
  return settings.filter(([member]) => one[member] !== other[member]);
}

/** Nodes of one datacenter of Nomad that found another Vault than their neighbours. */
function* differentVaults({ world: { nomad }, clients }: Look): Iterable<Sighting> {
  const ready = (nomad?.nodes ?? []).filter((node) => node['Status'] === 'ready' && clusterOf(node) !== undefined);
  for (const datacenter of new Set(ready.map((node) => node['Datacenter']))) {
    const found = oddOneOut(
      ready.filter((node) => node['Datacenter'] === datacenter),
      (node) => clusterOf(node) ?? '',
    );
    if (found === undefined) continue;
    const [usual, odd] = found.map(clusterOf);
    const [one, two] = found.map(({ Name }) => String(Name));
    const agent = clients.find(({ name }) => name === two);
    yield {
      message: `clients ${one ?? ''} and ${two ?? ''} of datacenter ${String(datacenter)} use different Vaults: the clusters ${usual ?? ''} and ${odd ?? ''}`,
      about: about.agentLogin('vault'),
      subject: { agent: two ?? '' },
      origin: agent?.origin ?? { from: 'server', request: 'nomad GET /v1/nodes' },
      path: 'Vaults/0/Addr',
      fix: {
        text: 'Give all clients of a datacenter the same `address` in the `vault` block, and restart those that differ.',
      },
      evidence: { [one ?? '']: usual, [two ?? '']: odd },
    };
    return;
  }
}

function clusterOf({ Attributes }: ApiObject): string | undefined {
  const id = isObject(Attributes) ? Attributes['vault.cluster_id'] : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
