import { randomUUID } from 'node:crypto';
import { contentHash } from '../../model/content-hash.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { roleError } from '../../validation/consul/role.ts';
import type { LabRequest, Route } from '../router.ts';
import { json, notFound, throwRefusal } from './answers.ts';
import { deleteById, readById, writtenById, type ById } from './by-id.ts';
import { hashedGrants, liveLinks, readGrants, some } from './links.ts';
import type { Role } from './objects.ts';
import { authorize } from './permission.ts';
import { findNamed } from './find-named.ts';
import { decodeBody, textOf, withoutTenancy } from './request.ts';
import { indexes, lastIndex, touch, type ConsulState } from './state.ts';
import { scopeMembers, scopeOf, within } from './tenancy.ts';

const members = {
  ID: 'string', Name: 'string', Description: 'string', Policies: '[]structs.ACLRolePolicyLink',
  ServiceIdentities: '[]*structs.ACLServiceIdentity', NodeIdentities: '[]*structs.ACLNodeIdentity',
  TemplatedPolicies: '[]*structs.ACLTemplatedPolicy', Hash: 'string', CreateIndex: 'int', ModifyIndex: 'int',
} as const; // prettier-ignore

const roles = (state: ConsulState): ById<Role> => ({ noun: 'role', table: 'roles', objects: state.roles });

export function roleRoutes(state: ConsulState): readonly Route[] {
  const put = (request: LabRequest): ReturnType<typeof json> => json(request, putRole(state, request));
  const index = (): number => lastIndex(state, 'roles', ...(state.roles.size === 0 ? [] : (['policies'] as const)));
  return [
    {
      path: '/v1/acl/roles',
      handlers: {
        GET: (request) => {
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'read');
          const policy = request.query.get('policy');
          const found = [...state.roles.values()].filter(
            (role) =>
              within(role, scope) &&
              (policy === null || policy === '' || (role.Policies ?? []).some(({ ID }) => ID === policy)),
          );
          return json(
            request,
            sortedBy(found, ({ Name }) => Name).map((role) => shown(state, role)),
            index(),
          );
        },
      },
    },
    { path: '/v1/acl/role', handlers: { PUT: put } },
    {
      path: '/v1/acl/role/name/*name',
      handlers: {
        GET: (request) => {
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'read');
          const found = findNamed(state.roles, scope, request.params['name'] ?? '');
          if (found === undefined) throw notFound('Requested role does not exist: ACL not found');
          return json(request, shown(state, found), index());
        },
      },
    },
    {
      path: '/v1/acl/role/:id',
      handlers: {
        GET: (request) => json(request, shown(state, readById(state, request, roles(state))), index()),
        PUT: put,
        DELETE: (request) => deleteById(state, request, roles(state)),
      },
    },
  ];
}

/** As an answer shows it: links under their policies' present names. */
export function shown(
  state: ConsulState,
  { Hash, CreateIndex, ModifyIndex, Partition, Namespace, ...role }: Role,
): object {
  const { ID, Name, Description, Policies: _, ...grants } = role;
  const scope = Partition === undefined ? {} : { Partition, Namespace };
  return {
    ID,
    Name,
    Description,
    ...some('Policies', liveLinks(role.Policies, state.policies)),
    ...grants,
    Hash,
    CreateIndex,
    ModifyIndex,
    ...scope,
  };
}

function putRole(state: ConsulState, request: LabRequest): object {
  const object = decodeBody(state, request, 'Role', members);
  const { previous, scope } = writtenById(state, request, roles(state), object);
  const name = textOf(object, 'Name');
  const taken = (wanted: string): boolean => {
    const other = findNamed(state.roles, scope, wanted);
    return other !== undefined && other.ID !== previous?.ID;
  };
  const policyExists = (policy: string): boolean => findNamed(state.policies, scope, policy) !== undefined;
  throwRefusal(roleError(withoutTenancy(object), { policyExists, nameTaken: taken, update: previous !== undefined }));
  const grants = readGrants(state, scope, object, 'role');
  const description = textOf(object, 'Description');
  const role: Role = {
    ID: previous?.ID ?? randomUUID(),
    Name: name,
    Description: description,
    ...grants,
    Hash: contentHash(name, description, ...hashedGrants(grants)),
    ...indexes(previous, touch(state, 'roles')),
    ...scopeMembers(state, scope),
  };
  state.roles.set(role.ID, role);
  return shown(state, role);
}
