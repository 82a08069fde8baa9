import type { Agent } from '../../model/agent.ts';
import type { ApiObject } from '../../model/api-object.ts';
import { isObject } from '../../validation/object.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'agent/named-cluster',
  title: "an agent's block has a name that no job can ask for",
  cases: ['NC-10', 'MC-03'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: 'A `consul` or `vault` block with a `name` is about a cluster of that name. Only Nomad Enterprise lets jobs choose one: elsewhere all jobs mean the cluster `default`, of which the agent then knows nothing. Services and tasks get no identity, or the job is refused: `Vault "default" not enabled but used in the job`.',
  fix: 'Take `name` out of the block, or write `name = "default"`, on servers and clients, and restart them.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/consul#name',
    'https://developer.hashicorp.com/nomad/docs/configuration/vault#name',
  ],
  examples: {
    bad: {
      says: 'The consul block of the server is called prod.',
      world: (healthy) =>
        change.agents(healthy, (agent) =>
          agent.server
            ? {
                ...agent,
                config: {
                  ...agent.config,
                  Consuls: [
                    { Name: 'default' },
                    ...objects(agent.config['Consuls']).map((one) => ({ ...one, Name: 'prod' })),
                  ],
                },
              }
            : agent,
        ),
    },
    good: { says: 'The blocks have no name.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const agent of look.servers) {
      // Enterprise has several clusters on purpose.
      if (/\+ent/.test(agent.version)) continue;
      for (const product of ['consul', 'vault'] as const) {
        const named = onlyNamed(agent, product);
        if (named === undefined) continue;
        const [first, ...others] =
          product === 'consul'
            ? [about.agentIdentity('consul-service'), about.agentIdentity('consul-task')]
            : [about.agentIdentity('vault-default')];
        yield {
          message: `the ${product} block of server ${agent.name} is about a cluster called ${named}, and jobs mean the cluster default`,
          about: first ?? '',
          alsoAbout: [...others, about.agentLogin(product)],
          subject: { agent: agent.name },
          origin: agent.origin,
          path: `${members[product]}/0/Name`,
          evidence: { name: named },
        };
      }
    }
  },
});

const members = { consul: 'Consuls', vault: 'Vaults' } as const;
const identities = { consul: ['ServiceIdentity', 'TaskIdentity'], vault: ['DefaultIdentity'] } as const;

/** The name of the block that gives identities while that of the cluster `default` gives none. */
function onlyNamed({ config }: Agent, product: 'consul' | 'vault'): string | undefined {
  const clusters = objects(config[members[product]]);
  const gives = (one: ApiObject): boolean => identities[product].some((name) => isObject(one[name]));
  const name = (one: ApiObject): string => String(one['Name'] || 'default');
  if (clusters.some((one) => name(one) === 'default' && gives(one))) return undefined;
  const found = clusters.find(gives);
  return found === undefined ? undefined : name(found);
}

function objects(value: unknown): readonly ApiObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
