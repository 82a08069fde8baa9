import { isObject } from '../../validation/object.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'agent/namespace-without-enterprise',
  title: 'agents name a namespace of Consul, which has none',
  cases: ['MC-06'],
  severity: 'error',
  reads: ['nomad/agents', 'consul/agent'],
  why: 'With `namespace` in its `consul` block an agent sends that name with each request. The community edition of Consul has no namespaces, not even `default`, and refuses every such request: `Invalid query parameter: "ns" - Namespaces are a Consul Enterprise feature`. Neither logins nor registrations succeed.',
  fix: 'Take `namespace` out of the `consul` block of all agents, and restart them.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/consul#namespace'],
  examples: {
    bad: {
      says: 'The consul block of the client names the namespace prod.',
      world: (healthy) => change.clients(healthy, { Consuls: [{ Name: 'default', Namespace: 'prod' }] }),
    },
    good: { says: 'The consul blocks name no namespace.', world: (healthy) => healthy },
  },

  *check(look) {
    const version = look.consul?.version;
    if (version === undefined || version.includes('+ent')) return;
    const naming = [...new Set([...look.clients, ...look.servers])].flatMap((agent) => {
      const clusters: readonly unknown[] = Array.isArray(agent.config['Consuls']) ? agent.config['Consuls'] : [];
      const used = clusters.filter(isObject).find(({ Name }) => Name === 'default' || Name === '');
      const namespace = used?.['Namespace'];
      return typeof namespace === 'string' && namespace !== '' ? [{ agent, namespace }] : [];
    });
    const [first] = naming;
    if (first === undefined) return;
    const names = naming.map(({ agent }) => agent.name);
    yield {
      message: `${names.length === 1 ? `agent ${first.agent.name} names` : `${String(names.length)} agents name`} the namespace ${first.namespace} in the consul block, and Consul ${version} has no namespaces`,
      about: about.agentLogin('consul'),
      subject: { agent: first.agent.name },
      origin: first.agent.origin,
      path: 'Consuls/0/Namespace',
      evidence: { agents: names.slice(0, 20), namespace: first.namespace, consul: version },
    };
  },
});
