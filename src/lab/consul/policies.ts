import { randomUUID } from 'node:crypto';
import { contentHash } from '../../model/content-hash.ts';
import { consulPolicyError, consulPolicyNameError } from '../../validation/consul/policy.ts';
import type { LabRequest, Route } from '../router.ts';
import { badRequest, json, notFound, refused } from './answers.ts';
import { byName, findNamed } from './find-named.ts';
import type { Policy } from './objects.ts';
import { authorize, managementPolicyId } from './permission.ts';
import { decodeBody, isUuid, listOf, notAUuid, textOf } from './request.ts';
import { indexes, lastIndex, touch, type ConsulState } from './state.ts';
import { scopeMembers, scopeOf, scopeOfObject, within } from './tenancy.ts';

const members = {
  ID: 'string', Name: 'string', Description: 'string', Rules: 'string', Datacenters: '[]string', Hash: 'string',
  CreateIndex: 'int', ModifyIndex: 'int',
} as const; // prettier-ignore

const readOnlyPolicyId = '00000000-0000-0000-0000-000000000002';

/** Grants everything of one access on every resource. */
function everything(access: 'read' | 'write'): string {
  const labelled = ['agent', 'event', 'key', 'node', 'query', 'service', 'session'];
  const blocks = labelled.map((resource) =>
    resource === 'service'
      ? `service_prefix "" {\n\tpolicy = "${access}"\n\tintentions = "${access}"\n}`
      : `${resource}_prefix "" {\n\tpolicy = "${access}"\n}`,
  );
  return ['acl', 'keyring', 'mesh', 'operator', 'peering']
    .map((resource) => `${resource} = "${access}"`)
    .concat(blocks)
    .join('\n');
}

export function addBuiltinPolicies(state: ConsulState): void {
  const add = (ID: string, Name: string, Description: string, Rules: string): void => {
    const index = touch(state, 'policies');
    const hash = contentHash(Name, Description, Rules);
    state.policies.set(ID, { ID, Name, Description, Rules, Hash: hash, CreateIndex: index, ModifyIndex: index });
  };
  add(
    managementPolicyId,
    'global-management',
    'A built-in policy that grants read and write access to all Consul features',
    everything('write'),
  );
  add(
    readOnlyPolicyId,
    'builtin/global-read-only',
    'A built-in policy that grants read-only access to all Consul features',
    everything('read'),
  );
}

export function policyRoutes(state: ConsulState): readonly Route[] {
  const put = (request: LabRequest): ReturnType<typeof json> => json(request, putPolicy(state, request));
  return [
    {
      path: '/v1/acl/policies',
      handlers: {
        GET: (request) => {
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'read');
          const found = [...state.policies.values()].filter((policy) => within(policy, scope)).toSorted(byName);
          const listed = found.map(({ Rules: _, Datacenters, Hash, CreateIndex, ModifyIndex, ...rest }) => ({
            ...rest, Datacenters: Datacenters ?? null, Hash, CreateIndex, ModifyIndex,
          })); // prettier-ignore
          return json(request, listed, lastIndex(state, 'policies'));
        },
      },
    },
    { path: '/v1/acl/policy', handlers: { PUT: put } },
    {
      path: '/v1/acl/policy/name/*name',
      handlers: {
        GET: (request) => {
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'read');
          const found = findNamed(state.policies, scope, request.params['name'] ?? '');
          if (found === undefined) throw notFound('Requested policy does not exist: ACL not found');
          return json(request, found, lastIndex(state, 'policies'));
        },
      },
    },
    {
      path: '/v1/acl/policy/:id',
      handlers: {
        GET: (request) => {
          const id = request.params['id'] ?? '';
          if (id === '') throw badRequest('Missing policy ID');
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'read');
          if (!isUuid(id)) throw refused(`failed acl policy lookup: ${notAUuid}`);
          const found = state.policies.get(id);
          if (found === undefined || !within(found, scope))
            throw notFound('Requested policy does not exist: ACL not found');
          return json(request, found, lastIndex(state, 'policies'));
        },
        PUT: put,
        DELETE: (request) => {
          const id = request.params['id'] ?? '';
          if (id === '') throw badRequest('Missing policy ID');
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'write');
          if (!isUuid(id)) throw refused(`failed acl policy lookup: ${notAUuid}`);
          const found = state.policies.get(id);
          if (found === undefined || !within(found, scope)) throw notFound('Cannot find policy to delete');
          if (isBuiltin(id)) throw refused(`Delete operation not permitted on the builtin ${found.Name} policy`);
          state.policies.delete(id);
          touch(state, 'policies');
          return json(request, true);
        },
      },
    },
  ];
}

function isBuiltin(id: string): boolean {
  return id === managementPolicyId || id === readOnlyPolicyId;
}

function putPolicy(state: ConsulState, request: LabRequest): Policy {
  const object = decodeBody(state, request, 'Policy', members);
  const id = request.params['id'] ?? '';
  const given = textOf(object, 'ID');
  if (id === '' && request.params['id'] === undefined && given !== '')
    throw badRequest('Cannot specify the ID when creating a new policy');
  if (given !== '' && given !== id) throw badRequest('Policy ID in URL and payload do not match');
  const asked = scopeOf(state, request, object);
  authorize(state, request, 'acl', 'write');
  const name = textOf(object, 'Name');
  const rules = textOf(object, 'Rules');
  const datacenters = listOf<string>(object, 'Datacenters');
  if (id !== '' && !isUuid(id)) throw refused('Policy ID invalid UUID');
  const previous = id === '' ? undefined : state.policies.get(id);
  if (id !== '' && previous === undefined) throw refused(`cannot find policy ${id}`);
  const scope = previous === undefined ? asked : scopeOfObject(previous);
  const invalid = previous?.Name === name ? undefined : consulPolicyNameError(name);
  if (invalid !== undefined) throw refused(invalid);
  const other = findNamed(state.policies, scope, name);
  if (other !== undefined && other.ID !== previous?.ID)
    throw refused(
      `Invalid Policy: A ${previous === undefined ? 'Policy with Name' : 'policy with name'} "${name}" already exists`,
    );
  if (isBuiltin(id) && rules !== previous?.Rules)
    throw refused(`Changing the Rules for the builtin ${previous?.Name ?? ''} policy is not permitted`);
  const broken = isBuiltin(id) ? undefined : consulPolicyError(rules);
  if (broken !== undefined) throw refused(broken);
  const policy: Policy = {
    ID: previous?.ID ?? randomUUID(),
    Name: name,
    Description: textOf(object, 'Description'),
    Rules: rules,
    ...(datacenters.length === 0 ? {} : { Datacenters: datacenters }),
    Hash: contentHash(name, textOf(object, 'Description'), rules, ...datacenters),
    ...indexes(previous, touch(state, 'policies')),
    ...scopeMembers(state, scope),
  };
  state.policies.set(policy.ID, policy);
  return policy;
}
