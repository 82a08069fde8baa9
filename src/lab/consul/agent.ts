import type { Route } from '../router.ts';
import { json } from './answers.ts';
import { authorize, permits } from './permission.ts';
import { lastIndex, type ConsulState } from './state.ts';

/** What an agent says about itself and its one node. */
export function agentRoutes(state: ConsulState): readonly Route[] {
  const serverAddress = '127.0.0.1:8300';
  const { node, datacenter, version } = state;
  const catalogNode = {
    ID: node.id, Node: node.name, Address: '127.0.0.1', Datacenter: datacenter, TaggedAddresses: null, Meta: { 'consul-version': version },
    CreateIndex: 1, ModifyIndex: 1,
  }; // prettier-ignore
  return [
    { path: '/v1/status/leader', handlers: { GET: (request) => json(request, serverAddress) } },
    { path: '/v1/status/peers', handlers: { GET: (request) => json(request, [serverAddress]) } },
    { path: '/v1/catalog/datacenters', handlers: { GET: (request) => json(request, [datacenter]) } },
    {
      path: '/v1/catalog/nodes',
      handlers: {
        GET: (request) =>
          json(request, permits(state, request)('node', 'read', node.name) ? [catalogNode] : [], lastIndex(state)),
      },
    },
    {
      path: '/v1/agent/self',
      handlers: {
        GET: (request) => {
          authorize(state, request, 'agent', 'read', node.name);
          const Config = {
            Datacenter: datacenter, PrimaryDatacenter: datacenter, NodeName: node.name, NodeID: node.id, Revision: '', Server: true,
            Version: version, BuildDate: '1970-01-01T00:00:01Z',
          }; // prettier-ignore
          const DebugConfig = {
            ACLsEnabled: true,
            ACLResolverSettings: { ACLDefaultPolicy: 'deny', ACLsEnabled: true },
            Datacenter: datacenter,
          };
          return json(request, {
            Config,
            Stats: { agent: { check_monitors: '0' }, consul: { leader: 'true', server: 'true' } },
            DebugConfig,
            Member: member(state),
            Meta: { 'consul-network-segment': '', 'consul-version': version },
          });
        },
      },
    },
    {
      path: '/v1/agent/members',
      handlers: {
        GET: (request) => json(request, permits(state, request)('node', 'read', node.name) ? [member(state)] : []),
      },
    },
  ];
}

function member({ node, datacenter, version }: ConsulState): object {
  return {
    Name: node.name,
    Addr: '127.0.0.1',
    Port: 8301,
    Tags: { build: `${version}:lab`, dc: datacenter, id: node.id, role: 'consul' },
    Status: 1,
  };
}
