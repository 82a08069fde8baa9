import type { ApiObject } from '../../model/api-object.ts';

const everywhere = (policy: string): ApiObject => ({ '': { policy } });
const client = {
  agent_prefix: everywhere('read'),
  node_prefix: everywhere('read'),
  service_prefix: everywhere('write'),
};

/** What Nomad's own agents need in Consul, as its documentation has it, in the JSON form of ACL rules. */
export const policiesOfAgents: readonly ApiObject[] = [
  { Name: 'nomad-client', Rules: JSON.stringify(client) },
  { Name: 'nomad-server', Rules: JSON.stringify({ ...client, acl: 'write', mesh: 'write' }) },
];
