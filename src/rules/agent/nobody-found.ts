import type { Agent } from '../../model/agent.ts';
import type { ApiObject } from '../../model/api-object.ts';
import { isObject } from '../../validation/object.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';
import type { Look } from '../look.ts';

const products = {
  consul: { name: 'Consul', attribute: 'consul.version', member: 'Consuls' },
  vault: { name: 'Vault', attribute: 'vault.version', member: 'Vaults' },
} as const;

export default defineRule({
  id: 'agent/nobody-found',
  title: 'clients find no Consul or Vault where they look for it',
  cases: ['NC-10'],
  severity: 'error',
  reads: ['nomad/agents', 'nomad/jobs', 'nomad/nodes'],
  why: 'A client notes the version of the Consul and Vault that it finds at the configured address, and each job that uses one of them asks for it (`${attr.consul.version} semver >= 1.8.0`). Where the address is wrong, nothing answers, TLS is spoken to a plain port, or Consul refuses the token of the agent, there is no such attribute: allocations are not placed (`Constraint "${attr.consul.version} …" filtered 1 node`), and the only trace of why is in the log of the client.',
  fix: "Correct `address`, the TLS settings and the token in the agents' `consul` or `vault` block and restart them. `nomad node status -verbose <node>` then shows `consul.version` and `vault.version`.",
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/consul',
    'https://developer.hashicorp.com/nomad/docs/configuration/vault',
  ],
  examples: {
    bad: {
      says: 'The client knows of Vault and has found no Consul.',
      world: (healthy) =>
        change.nomad(healthy, {
          nodes: (healthy.nomad?.nodes ?? []).map((node) => ({
            ...node,
            Attributes: { 'nomad.version': '1.11.1', 'vault.version': '1.21.0' },
          })),
        }),
    },
    good: { says: 'The client has found both.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const product of ['consul', 'vault'] as const) {
      const { name, attribute, member } = products[product];
      const clients = look.clients.flatMap((agent) => {
        const attributes = attributesOf(look, agent);
        const cluster = objects(agent.config[member]).find(({ Name }) => Name === 'default');
        // Switched off, or not there at all, is another matter.
        return attributes === undefined || cluster === undefined || !isOn(look, product, agent)
          ? []
          : [{ agent, cluster, found: attributes[attribute] !== undefined }];
      });
      const [first] = clients.filter(({ found }) => !found);
      if (first === undefined) continue;
      const users = look.workloads.filter((one) => one.chain(product) !== undefined);
      if (users.length === 0) continue;
      const without = clients.filter(({ found }) => !found).map(({ agent }) => agent.name);
      const address = first.cluster['Addr'];
      yield {
        message: `${without.length === 1 ? `client ${without[0] ?? ''} has` : `${String(without.length)} clients have`} found no ${name}${typeof address === 'string' && address !== '' ? ` at ${address}` : ''}, so nothing that uses it is placed there`,
        about: about.agentLogin(product),
        blames: [about.agentLogin(product)],
        subject: { agent: first.agent.name },
        origin: first.agent.origin,
        path: `${member}/0/Addr`,
        // Others that have found it may be the only ones that should.
        severity:
          without.length === clients.length
            ? 'error'
            : clients.some((one) => !one.found && isMeant(product, one.cluster))
              ? 'warning'
              : 'info',
        evidence: { clients: without.slice(0, 20), workloads: users.length },
      };
    }
  },
});

/** Whether the client is told where it is, or to use it: without a word it looks for Consul on its own machine. */
function isMeant(product: 'consul' | 'vault', { Addr }: ApiObject): boolean {
  return product === 'vault' || (typeof Addr === 'string' && !['', '127.0.0.1:8500'].includes(Addr));
}

/** Vault is off unless it is said to be on; Consul has no such switch. */
function isOn(look: Look, product: 'consul' | 'vault', agent: Agent): boolean {
  return product === 'consul' || look.settingsOf(agent).vault.enabled;
}

/** Of a client that is up, by the name of its node; `undefined` when they were not read. */
function attributesOf(look: Look, { name, region }: Agent): ApiObject | undefined {
  const node = look.world.nomad?.nodes?.find(
    // One that is a server too goes by its name among the servers.
    ({ Name, Status }) => (Name === name || `${String(Name)}.${region}` === name) && Status === 'ready',
  );
  const attributes = node?.['Attributes'];
  return isObject(attributes) && attributes['nomad.version'] !== undefined ? attributes : undefined;
}

function objects(value: unknown): readonly ApiObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
