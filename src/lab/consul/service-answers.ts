import type { Service } from './objects.ts';
import type { ConsulState } from './state.ts';

const Weights = { Passing: 1, Warning: 1 };
const Proxy = { Mode: '', MeshGateway: {}, Expose: {} };
const nodeAddress = '127.0.0.1';

function tagged({ Address, Port }: Service): Readonly<Record<string, object>> | undefined {
  if (!/^\d+(?:\.\d+){3}$/.test(Address)) return undefined;
  return { lan_ipv4: { Address, Port }, wan_ipv4: { Address, Port } };
}

function node({ node: { id, name }, datacenter, version }: ConsulState): { base: object; meta: object } {
  const addresses = { lan: nodeAddress, lan_ipv4: nodeAddress, wan: nodeAddress, wan_ipv4: nodeAddress };
  return {
    base: { ID: id, Node: name, Address: nodeAddress, Datacenter: datacenter, TaggedAddresses: addresses },
    meta: { 'consul-network-segment': '', 'consul-version': version },
  };
}

/** As the agent shows its own services. */
export function ofAgent({ datacenter }: ConsulState, service: Service): object {
  const { ID, Name, Tags, Meta, Port, Address, EnableTagOverride } = service;
  const TaggedAddresses = tagged(service);
  return {
    ID, Service: Name, Tags, Meta, Port, Address, ...(TaggedAddresses === undefined ? {} : { TaggedAddresses }),
    Weights, EnableTagOverride, Datacenter: datacenter,
  }; // prettier-ignore
}

/** As the catalog shows an instance. */
export function catalogEntry(state: ConsulState, service: Service): object {
  const { ID, Name, Tags, Meta, Port, Address, EnableTagOverride, CreateIndex, ModifyIndex } = service;
  const { base, meta } = node(state);
  const ServiceTaggedAddresses = tagged(service);
  return {
    ...base, NodeMeta: meta, ServiceKind: '', ServiceID: ID, ServiceName: Name, ServiceTags: Tags, ServiceAddress: Address,
    ...(ServiceTaggedAddresses === undefined ? {} : { ServiceTaggedAddresses }), ServiceWeights: Weights, ServiceMeta: Meta,
    ServicePort: Port, ServicePorts: null, ServiceSocketPath: '', ServiceEnableTagOverride: EnableTagOverride, ServiceProxy: Proxy,
    ServiceConnect: {}, ServiceLocality: null, CreateIndex, ModifyIndex,
  }; // prettier-ignore
}

/** As a client that looks for a healthy instance sees it; the node's own check always passes. */
export function healthEntry(state: ConsulState, service: Service): object {
  const { ID, Name, Tags, Meta, Port, Address, EnableTagOverride, CreateIndex, ModifyIndex } = service;
  const { base, meta } = node(state);
  const TaggedAddresses = tagged(service);
  const check = {
    Node: state.node.name, CheckID: 'serfHealth', Name: 'Serf Health Status', Status: 'passing', Notes: '',
    Output: 'Agent alive and reachable', ServiceID: '', ServiceName: '', ServiceTags: [], Type: '', Interval: '', Timeout: '',
    ExposedPort: 0, Definition: {}, CreateIndex: 1, ModifyIndex: 1,
  }; // prettier-ignore
  return {
    Node: { ...base, Meta: meta, CreateIndex: 1, ModifyIndex: 1 },
    Service: {
      ID, Service: Name, Tags, Address, ...(TaggedAddresses === undefined ? {} : { TaggedAddresses }), Meta, Port, Weights,
      EnableTagOverride, Proxy, Connect: {}, PeerName: '', CreateIndex, ModifyIndex,
    }, // prettier-ignore
    Checks: [check],
  };
}
