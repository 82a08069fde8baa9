import { sortedBy } from '../../support/sorted-by.ts';
import { decodeObject, type Members } from '../decode.ts';
import type { LabRequest, Route } from '../router.ts';
import { badRequest, json, notFound, refused } from './answers.ts';
import type { Namespace, Partition, Scope, Scoped } from './objects.ts';
import { authorize } from './permission.ts';
import { indexes, lastIndex, touch, type ConsulState } from './state.ts';
import { scoped, scopeOf, scopeOfObject } from './tenancy.ts';

/** Routes of Enterprise: partitions and namespaces. */
export function enterpriseRoutes(state: ConsulState): readonly Route[] {
  if (!state.enterprise) return [];
  const namespaceAt = (request: LabRequest, name: string): Namespace | undefined =>
    state.namespaces.get(scoped({ ...scopeOf(state, request), namespace: name }, ''));
  const putNamespace = (request: LabRequest): ReturnType<typeof json> => {
    authorize(state, request, 'operator', 'write');
    const object = decoded(request, {
      Name: 'string',
      Description: 'string',
      ACLs: 'any',
      Meta: 'any',
      Partition: 'string',
    });
    const name = text(request.params['name']) ?? text(object['Name']);
    if (name === undefined) throw refused('Invalid Namespace: Name must be set');
    if (text(object['Name']) !== undefined && object['Name'] !== name)
      throw badRequest('Namespace name in URL and payload do not match');
    const scope = { ...scopeOf(state, request, { Partition: object['Partition'] }), namespace: name };
    const previous = state.namespaces.get(scoped(scope, ''));
    const namespace: Namespace = {
      Name: name,
      Description: text(object['Description']) ?? '',
      ...(object['ACLs'] === undefined ? {} : { ACLs: object['ACLs'] }),
      ...(object['Meta'] === undefined ? {} : { Meta: object['Meta'] }),
      Partition: scope.partition,
      ...indexes(previous, touch(state, 'namespaces')),
    };
    state.namespaces.set(scoped(scope, ''), namespace);
    return json(request, namespace);
  };
  const putPartition = (request: LabRequest): ReturnType<typeof json> => {
    authorize(state, request, 'operator', 'write');
    const object = decoded(request, { Name: 'string', Description: 'string' });
    const name = text(request.params['name']) ?? text(object['Name']);
    if (name === undefined) throw refused('Invalid Partition: Name must be set');
    const previous = state.partitions.get(name);
    const partition: Partition = {
      Name: name,
      Description: text(object['Description']) ?? '',
      ...indexes(previous, touch(state, 'partitions')),
    };
    state.partitions.set(name, partition);
    if (previous === undefined) addDefaultNamespace(state, name);
    return json(request, partition);
  };
  return [
    {
      path: '/v1/namespaces',
      handlers: {
        GET: (request) => {
          authorize(state, request, 'operator', 'read');
          const { partition } = scopeOf(state, request);
          const found = [...state.namespaces.values()].filter((namespace) => namespace.Partition === partition);
          return json(
            request,
            sortedBy(found, ({ Name }) => Name),
            lastIndex(state, 'namespaces'),
          );
        },
      },
    },
    { path: '/v1/namespace', handlers: { PUT: putNamespace } },
    {
      path: '/v1/namespace/:name',
      handlers: {
        GET: (request) => {
          authorize(state, request, 'operator', 'read');
          const found = namespaceAt(request, request.params['name'] ?? '');
          if (found === undefined) throw notFound('Namespace not found');
          return json(request, found, lastIndex(state, 'namespaces'));
        },
        PUT: putNamespace,
        DELETE: (request) => {
          authorize(state, request, 'operator', 'write');
          const name = request.params['name'] ?? '';
          const { partition } = scopeOf(state, request);
          if (name === 'default') throw refused('Cannot delete the "default" namespace');
          removeScope(state, (scope) => scope.partition === partition && scope.namespace === name);
          touch(state, 'namespaces');
          return json(request, true);
        },
      },
    },
    {
      path: '/v1/partitions',
      handlers: {
        GET: (request) => {
          authorize(state, request, 'operator', 'read');
          const found = sortedBy(state.partitions.values(), ({ Name }) => Name);
          return json(request, found, lastIndex(state, 'partitions'));
        },
      },
    },
    { path: '/v1/partition', handlers: { PUT: putPartition } },
    {
      path: '/v1/partition/:name',
      handlers: {
        GET: (request) => {
          authorize(state, request, 'operator', 'read');
          const found = state.partitions.get(request.params['name'] ?? '');
          if (found === undefined) throw notFound('Partition not found');
          return json(request, found, lastIndex(state, 'partitions'));
        },
        PUT: putPartition,
        DELETE: (request) => {
          authorize(state, request, 'operator', 'write');
          const name = request.params['name'] ?? '';
          if (name === 'default') throw refused('Cannot delete the "default" partition');
          state.partitions.delete(name);
          removeScope(state, (scope) => scope.partition === name);
          touch(state, 'partitions');
          return json(request, true);
        },
      },
    },
  ];
}

export function addDefaultNamespace(state: ConsulState, partition: string): void {
  const index = touch(state, 'namespaces');
  const namespace = {
    Name: 'default',
    Description: 'Builtin Default Namespace',
    Partition: partition,
    CreateIndex: index,
    ModifyIndex: index,
  };
  state.namespaces.set(scoped({ partition, namespace: 'default' }, ''), namespace);
}

/** Deleting a namespace or partition takes everything in it along. */
function removeScope(state: ConsulState, gone: (scope: Scope) => boolean): void {
  for (const table of [
    state.policies,
    state.roles,
    state.bindingRules,
    state.tokens,
    state.authMethods,
    state.kv,
    state.sessions,
    state.services,
  ]) {
    for (const [key, object] of table as Map<string, Scoped>) if (gone(scopeOfObject(object))) table.delete(key);
  }
  for (const [key, { Name, Partition }] of state.namespaces) {
    if (gone({ namespace: Name, partition: Partition })) state.namespaces.delete(key);
  }
}

function decoded(request: LabRequest, members: Members): Record<string, unknown> {
  const read = decodeObject(request.body, members, 'structs.Namespace');
  if ('error' in read) throw badRequest(`Request decoding failed: ${read.error}`);
  return read.object;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
