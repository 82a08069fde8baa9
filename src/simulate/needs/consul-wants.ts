import type { ConsulResource } from '../../validation/consul/policy.ts';
import type { ConsulPermission, Lack, Wanted } from './need.ts';
import { readQuery, type Form, type Query } from './query.ts';
import type { Ask } from './run.ts';
import { joined, nil, NONE, reasonsOf, shapeOf, text, type Reason, type Value } from './value.ts';

export type Wants = { readonly wanted: readonly Wanted[] } | { readonly error: string };

export interface ConsulSettings {
  /** `acl.enable_key_list_policy`: lists of keys need `list`, and are refused without. */
  readonly keyListPolicy?: boolean | undefined;
}

/** What a call asks Consul for. Source: consul-template 0.41 for the requests, Consul 1.22 for what it looks for. */
export function consulWants(ask: Ask, settings: ConsulSettings = {}): Wants {
  const { name, arguments: values } = ask;
  const [first = nil] = values;
  switch (name) {
    case 'key':
    case 'keyExists':
    case 'keyOrDefault':
      return queried('kv.get', first, ({ key }) => [want(ask, 'key', key, 'read', 'denied', `kv/${key ?? '…'}`)]);
    case 'ls':
    case 'safeLs':
    case 'tree':
    case 'safeTree':
      return queried('kv.list', first, ({ key }) => listing(ask, key, settings));
    case 'service':
    case 'connect':
      return queried('health.service', joinedBy('|', values), (query) => health(ask, query));
    case 'services':
      return queried('catalog.services', joined(values), () => [
        want(ask, 'service', '', 'read', 'filtered', 'catalog/services', true),
      ]);
    case 'nodes':
      return queried('catalog.nodes', joined(values), () => [
        want(ask, 'node', '', 'read', 'filtered', 'catalog/nodes', true),
      ]);
    case 'node':
      return queried('catalog.node', joined(values), (query) => node(ask, query));
    case 'peerings':
      return queried('list.peering', joined(values), () => [want(ask, 'peering', '', 'read', 'denied', 'peerings')]);
    case 'exportedServices':
      return { wanted: [want(ask, 'mesh', '', 'read', 'denied', 'exported-services', false, partition(first))] };
    case 'caLeaf': {
      // Seen on Consul 1.22.2, cause not found: with a sidecar of the service registered there, an agent gave the certificate
      // to a token without service:write; for a service that was not, it answered 403.
      const service = first.kind === 'string' ? first.value : undefined;
      const unsure = { unknown: reasonsOf([first]), ...shape(first) };
      const one = want(ask, 'service', service, 'write', 'denied', `agent/connect/ca/leaf/${service ?? '…'}`);
      return { wanted: [{ ...one, ...unsure }] };
    }
    case 'caRoots':
      return { wanted: [open(ask, 'agent/connect/ca/roots')] };
    case 'partitions':
      return { wanted: [open(ask, 'partitions')] };
    default:
      return { wanted: datacenters(ask, first) };
  }
}

/** @param segment `undefined` when it is not known */
function want(
  { when }: Ask,
  resource: ConsulResource,
  segment: string | undefined,
  access: ConsulPermission['access'],
  lack: Lack,
  request: string | undefined,
  prefix = false,
  elsewhere: Query = {},
): Wanted {
  const named = resource === 'peering' || resource === 'mesh' ? undefined : segment;
  const permission: ConsulPermission = prefix
    ? { product: 'consul', resource, segment: named, prefix, access }
    : { product: 'consul', resource, segment: named, access };
  const wanted: Wanted = {
    product: 'consul',
    permission,
    unknown: NONE,
    lack,
    request: request === undefined ? undefined : `GET /v1/${request}`,
    when,
  };
  return isEmpty(elsewhere) ? wanted : { ...wanted, elsewhere };
}

function isEmpty(query: Query): boolean {
  for (const _name in query) return false;
  return true;
}

/** Something that Consul gives to everyone. */
function open({ when }: Ask, request: string): Wanted {
  return {
    product: 'consul',
    permission: undefined,
    unknown: NONE,
    lack: 'nothing',
    request: `GET /v1/${request}`,
    when,
  };
}

/** The names of a query that is known; `{}` with the reasons when it is not. */
function queried(form: Form, value: Value, wants: (query: Query) => readonly Wanted[]): Wants {
  if (value.kind !== 'string') {
    const reasons = reasonsOf([value]);
    const wanted = wants({}).map((one) => ({
      ...one,
      request: undefined,
      unknown: one.permission === undefined ? one.unknown : [...reasons, ...one.unknown],
      ...shape(value),
    }));
    return { wanted };
  }
  const read = readQuery(form, value.value);
  if (!read.ok) return { error: read.error };
  const wanted = wants(read.query);
  const elsewhere = elsewhereOf(read.query);
  return { wanted: elsewhere === undefined ? wanted : wanted.map((one) => ({ ...one, elsewhere })) };
}

/** What of a query is about the thing itself, and not about where it is. */
const ITSELF: ReadonlySet<string> = new Set(['tag', 'name', 'key', 'near', 'filter', 'query']);

function elsewhereOf(query: Query): Query | undefined {
  let found: Record<string, string> | undefined;
  for (const name in query) {
    const value = query[name];
    if (value !== undefined && value !== '' && !ITSELF.has(name)) (found ??= {})[name] = value;
  }
  return found;
}

function shape(value: Value): { readonly shape?: string } {
  const known = shapeOf(value);
  return known === undefined ? {} : { shape: known };
}

function listing(ask: Ask, prefix: string | undefined, { keyListPolicy = false }: ConsulSettings): readonly Wanted[] {
  const request = `kv/${prefix ?? '…'}?recurse`;
  return [
    ...(keyListPolicy ? [want(ask, 'key', prefix, 'list', 'denied', request)] : []),
    want(ask, 'key', prefix, 'read', 'filtered', request, true),
  ];
}

/** Instances are left out of the answer unless both the service and the node that it runs on may be read. */
function health(ask: Ask, { name, tag }: Query): readonly Wanted[] {
  const connect = ask.name === 'connect';
  const tagged = tag === undefined || tag === '' ? '' : `?tag=${tag}`;
  const request = `health/${connect ? 'connect' : 'service'}/${name ?? '…'}${tagged}`;
  const placed = (of: string): readonly Reason[] => [{ because: 'placement', of }];
  const of = name ?? '…';
  const proxies = {
    ...want(ask, 'service', undefined, 'read', 'filtered', request),
    unknown: placed(`proxies of service ${of}`),
  };
  return [
    want(ask, 'service', name, 'read', connect ? 'denied' : 'filtered', request),
    ...(connect ? [proxies] : []),
    { ...want(ask, 'node', undefined, 'read', 'filtered', request), unknown: placed(`nodes of service ${of}`) },
  ];
}

/** Without a name, that of the agent that is asked. */
function node(ask: Ask, { name }: Query): readonly Wanted[] {
  const own: readonly Reason[] = [{ because: 'placement', of: "the agent's own node" }];
  const isOwn = ask.arguments.every((value) => value.kind === 'string' && value.value === '');
  const services: Wanted = {
    ...want(ask, 'service', undefined, 'read', 'filtered', `catalog/node/${name ?? '…'}`),
    unknown: [{ because: 'placement', of: `services of node ${name ?? '…'}` }],
  };
  if (!isOwn) return [want(ask, 'node', name, 'read', 'filtered', `catalog/node/${name ?? '…'}`), services];
  return [
    { ...want(ask, 'agent', undefined, 'read', 'denied', 'agent/self'), unknown: own },
    { ...want(ask, 'node', undefined, 'read', 'filtered', 'catalog/node/…'), unknown: own },
    services,
  ];
}

function datacenters(ask: Ask, ignoring: Value): readonly Wanted[] {
  const all = open(ask, 'catalog/datacenters');
  // To find out which are reachable, each is asked for its services.
  if (ignoring.kind !== 'bool' || !ignoring.value) return [all];
  const when = [...ask.when, { because: 'placement', of: 'datacenters' } as const];
  return [all, { ...open(ask, 'catalog/services'), when }];
}

function partition(value: Value): Query {
  return value.kind === 'string' && value.value !== '' ? { partition: value.value } : {};
}

function joinedBy(separator: string, values: readonly Value[]): Value {
  if (values.length === 1) return joined(values);
  return joined(values.flatMap((value, index) => (index === 0 ? [value] : [text(separator), value])));
}
