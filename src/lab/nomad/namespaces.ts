import { contentHash } from '../../model/content-hash.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { LabRequest, Route } from '../router.ts';
import { bodyOf, json, NomadError, notFound } from './answers.ts';
import type { Namespace } from './objects.ts';
import { nextIndex, type NomadState } from './state.ts';

export function putNamespace(
  state: NomadState,
  given: Partial<Namespace> & Pick<Namespace, 'Name'>,
  index = nextIndex(state),
): void {
  const previous = state.namespaces.get(given.Name);
  state.namespaces.set(given.Name, {
    Name: given.Name,
    Description: given.Description ?? '',
    Meta: given.Meta ?? null,
    Capabilities: given.Capabilities ?? null,
    Quota: '',
    Hash: contentHash(given.Name, given.Description ?? '', JSON.stringify(given.Meta ?? {})),
    CreateIndex: previous?.CreateIndex ?? index,
    ModifyIndex: index,
  });
}

export function namespaceRoutes(state: NomadState): readonly Route[] {
  const index = (): number => Math.max(...[...state.namespaces.values()].map(({ ModifyIndex }) => ModifyIndex));
  const shown = (namespace: Namespace): object => ({
    ...namespace,
    ConsulConfiguration: null,
    NodePoolConfiguration: null,
    VaultConfiguration: null,
  });
  const put = (request: LabRequest): ReturnType<typeof json> => {
    const body = bodyOf(request) as Partial<Namespace>;
    const name = body.Name ?? request.params['name'] ?? '';
    if (!/^[a-zA-Z0-9-]{1,128}$/.test(name))
      throw new NomadError(400, `invalid name "${name}". Must match regex ^[a-zA-Z0-9-]{1,128}$`);
    putNamespace(state, { ...body, Name: name });
    return { status: 200, headers: { 'X-Nomad-Index': String(state.index) } };
  };
  return [
    {
      path: '/v1/namespaces',
      handlers: {
        GET: (request) => {
          const prefix = request.query.get('prefix') ?? '';
          const found = [...state.namespaces.values()].filter(({ Name }) => Name.startsWith(prefix));
          return json(request, sortedBy(found, ({ Name }) => Name).map(shown), { read: index() });
        },
      },
    },
    { path: '/v1/namespace', handlers: { PUT: put, POST: put } },
    {
      path: '/v1/namespace/:name',
      handlers: {
        GET: (request) => {
          const found = state.namespaces.get(request.params['name'] ?? '');
          if (found === undefined) throw notFound('Namespace not found');
          return json(request, shown(found), { read: index() });
        },
        PUT: put,
        POST: put,
        DELETE: (request) => {
          const name = request.params['name'] ?? '';
          if (name === 'default') throw new NomadError(500, 'can not delete default namespace');
          if (!state.namespaces.delete(name)) throw new NomadError(500, 'namespace not found');
          return { status: 200, headers: { 'X-Nomad-Index': String(nextIndex(state)) } };
        },
      },
    },
  ];
}
