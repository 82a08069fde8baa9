import { isObject } from '../../validation/object.ts';
import type { LabRequest, Route } from '../router.ts';
import { badRequest, json, notFound } from './answers.ts';
import type { Service } from './objects.ts';
import { authorize, permits } from './permission.ts';
import { textOf } from './request.ts';
import { catalogEntry, healthEntry, ofAgent } from './service-answers.ts';
import { indexes, lastIndex, touch, type ConsulState } from './state.ts';
import { scoped, scopeMembers, scopeOf, within } from './tenancy.ts';

/** Services of the one node: registered with the agent, found in the catalog. They have no checks but the node's own. */
export function serviceRoutes(state: ConsulState): readonly Route[] {
  const visible = (request: LabRequest): readonly Service[] => {
    const may = permits(state, request);
    const scope = scopeOf(state, request);
    return [...state.services.values()].filter((one) => within(one, scope) && may('service', 'read', one.Name));
  };
  /** The catalog shows services on nodes that may be read, too. */
  const found = (request: LabRequest): readonly Service[] =>
    permits(state, request)('node', 'read', state.node.name)
      ? visible(request).filter(({ Name }) => Name === request.params['name'])
      : [];
  return [
    // Prepared queries are not kept here, so nobody has any.
    { path: '/v1/query', handlers: { GET: (request) => json(request, []) } },
    {
      path: '/v1/catalog/services',
      handlers: {
        GET: (request) => {
          const may = permits(state, request);
          const onNode = may('node', 'read', state.node.name) ? visible(request) : [];
          const names = [...new Set(onNode.map(({ Name }) => Name))];
          const tags = names.map((name) => [name, tagsOf(onNode.filter(({ Name }) => Name === name))] as const);
          const own = may('service', 'read', 'consul') && may('node', 'read', state.node.name) ? { consul: [] } : {};
          return json(request, { ...own, ...Object.fromEntries(tags) }, lastIndex(state, 'services'));
        },
      },
    },
    {
      path: '/v1/catalog/service/:name',
      handlers: {
        GET: (request) =>
          json(request, found(request).map((one) => catalogEntry(state, one)), lastIndex(state, 'services')), // prettier-ignore
      },
    },
    {
      path: '/v1/health/service/:name',
      handlers: {
        GET: (request) =>
          json(request, found(request).map((one) => healthEntry(state, one)), lastIndex(state, 'services')), // prettier-ignore
      },
    },
    {
      path: '/v1/agent/services',
      handlers: {
        GET: (request) =>
          json(request, Object.fromEntries(visible(request).map((one) => [one.ID, ofAgent(state, one)]))),
      },
    },
    { path: '/v1/agent/service/register', handlers: { PUT: (request) => register(state, request) } },
    {
      path: '/v1/agent/service/deregister/:id',
      handlers: {
        PUT: (request) => {
          const id = request.params['id'] ?? '';
          const at = scoped(scopeOf(state, request), id);
          const service = state.services.get(at);
          if (service === undefined)
            throw notFound(
              `Unknown service ID ${JSON.stringify(id)}. Ensure that the service ID is passed, not the service name.`,
            );
          authorize(state, request, 'service', 'write', service.Name);
          state.services.delete(at);
          touch(state, 'services');
          return { status: 200 };
        },
      },
    },
  ];
}

function tagsOf(services: readonly Service[]): readonly string[] {
  return [...new Set(services.flatMap(({ Tags }) => Tags))];
}

function register(state: ConsulState, request: LabRequest): { readonly status: number } {
  const given = decode(request);
  const name = textOf(given, 'Name');
  if (name === '') throw badRequest('Missing service name');
  const scope = scopeOf(state, request, given);
  authorize(state, request, 'service', 'write', name);
  const id = textOf(given, 'ID') || name;
  const at = scoped(scope, id);
  const previous = state.services.get(at);
  // To take another service's id is to write to that one as well.
  if (previous !== undefined) authorize(state, request, 'service', 'write', previous.Name);
  const { Tags, Port, Meta } = given;
  state.services.set(at, {
    ID: id,
    Name: name,
    Tags: Array.isArray(Tags) ? Tags.map(String) : [],
    Address: textOf(given, 'Address'),
    Port: typeof Port === 'number' ? Port : 0,
    Meta: isObject(Meta) ? (Meta as Readonly<Record<string, string>>) : {},
    EnableTagOverride: given['EnableTagOverride'] === true,
    ...indexes(previous, touch(state, 'services')),
    ...scopeMembers(state, scope),
  });
  return { status: 200 };
}

function decode(request: LabRequest): Readonly<Record<string, unknown>> {
  const text = request.body.toString('utf8');
  if (text === '') throw badRequest('Request decode failed: EOF');
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return parsed;
  } catch {
    throw badRequest('Request decode failed: unexpected EOF');
  }
  throw badRequest('Request decode failed: json: cannot unmarshal into Go value of type structs.ServiceDefinition');
}
