import { randomUUID } from 'node:crypto';
import { contentHash } from '../../model/content-hash.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { consulPolicyError, consulPolicyNameError } from '../../validation/consul/policy.ts';
import type { LabRequest, Route } from '../router.ts';
import { badRequest, json, notFound, refused } from './answers.ts';
import { deleteById, readById, writtenById, type ById } from './by-id.ts';
import { findNamed } from './find-named.ts';
import type { Policy } from './objects.ts';
import { authorize, managementPolicyId } from './permission.ts';
import { decodeBody, listOf, textOf } from './request.ts';
import { indexes, lastIndex, touch, type ConsulState } from './state.ts';
import { scopeMembers, scopeOf, within } from './tenancy.ts';

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

const policies = (state: ConsulState): ById<Policy> => ({ noun: 'policy', table: 'policies', objects: state.policies });

export function policyRoutes(state: ConsulState): readonly Route[] {
  const put = (request: LabRequest): ReturnType<typeof json> => json(request, putPolicy(state, request));
  return [
    {
      path: '/v1/acl/policies',
      handlers: {
        GET: (request) => {
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'read');
          const found = [...state.policies.values()].filter((policy) => within(policy, scope));
          const listed = sortedBy(found, ({ Name }) => Name).map(({ Rules: _, Datacenters, Hash, CreateIndex, ModifyIndex, ...rest }) => ({
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
        GET: (request) => json(request, readById(state, request, policies(state)), lastIndex(state, 'policies')),
        PUT: put,
        DELETE: (request) => deleteById(state, request, policies(state), keepBuiltin),
      },
    },
  ];
}

function isBuiltin(id: string | undefined): boolean {
  return id === managementPolicyId || id === readOnlyPolicyId;
}

function keepBuiltin({ ID, Name }: Policy): void {
  if (isBuiltin(ID)) throw refused(`Delete operation not permitted on the builtin ${Name} policy`);
}

function putPolicy(state: ConsulState, request: LabRequest): Policy {
  const object = decodeBody(state, request, 'Policy', members);
  if (request.params['id'] === undefined && textOf(object, 'ID') !== '')
    throw badRequest('Cannot specify the ID when creating a new policy');
  const { previous, scope } = writtenById(state, request, policies(state), object);
  const name = textOf(object, 'Name');
  const rules = textOf(object, 'Rules');
  const datacenters = listOf<string>(object, 'Datacenters');
  const invalid = previous?.Name === name ? undefined : consulPolicyNameError(name);
  if (invalid !== undefined) throw refused(invalid);
  const other = findNamed(state.policies, scope, name);
  if (other !== undefined && other.ID !== previous?.ID)
    throw refused(
      `Invalid Policy: A ${previous === undefined ? 'Policy with Name' : 'policy with name'} "${name}" already exists`,
    );
  if (isBuiltin(previous?.ID) && rules !== previous?.Rules)
    throw refused(`Changing the Rules for the builtin ${previous?.Name ?? ''} policy is not permitted`);
  const broken = isBuiltin(previous?.ID) ? undefined : consulPolicyError(rules);
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
