import { sortedBy } from '../../support/sorted-by.ts';
import { templates } from '../../validation/consul/templated-policy.ts';
import { refused } from './answers.ts';
import { findNamed } from './find-named.ts';
import type { Grants, Link, NodeIdentity, Scope, ServiceIdentity, TemplatedPolicy } from './objects.ts';
import { listOf } from './request.ts';
import type { ConsulState } from './state.ts';

/** Reads a request's links and identities: names become ids, duplicates go, service and node identities are sorted. */
export function readGrants(
  state: ConsulState,
  scope: Scope,
  object: Readonly<Record<string, unknown>>,
  what: string,
): Grants {
  const policies = linked(
    listOf<Partial<Link>>(object, 'Policies'),
    'policy',
    (link) =>
      link.ID === undefined || link.ID === ''
        ? findNamed(state.policies, scope, link.Name ?? '')
        : state.policies.get(link.ID),
    what,
  );
  const services = mergeServices(listOf<ServiceIdentity>(object, 'ServiceIdentities'));
  const nodes = listOf<NodeIdentity>(object, 'NodeIdentities');
  const templated = listOf<Record<string, unknown>>(object, 'TemplatedPolicies').map((policy) =>
    readTemplate(policy, what),
  );
  return {
    ...some('Policies', policies),
    ...some('ServiceIdentities', services),
    ...some(
      'NodeIdentities',
      sortedBy(nodes, ({ NodeName }) => NodeName),
    ),
    ...some('TemplatedPolicies', templated),
  };
}

export function readRoleLinks(
  state: ConsulState,
  scope: Scope,
  object: Readonly<Record<string, unknown>>,
): { readonly Roles?: readonly Link[] } {
  const roles = linked(
    listOf<Partial<Link>>(object, 'Roles'),
    'role',
    (link) =>
      link.ID === undefined || link.ID === ''
        ? findNamed(state.roles, scope, link.Name ?? '')
        : state.roles.get(link.ID),
    'token',
  );
  return some('Roles', roles);
}

/** The links as they are read: today's names, and without those whose object is gone. */
export function liveLinks(links: readonly Link[] | undefined, table: ReadonlyMap<string, Link>): readonly Link[] {
  return (links ?? []).flatMap(({ ID }) => {
    const found = table.get(ID);
    return found === undefined ? [] : [{ ID, Name: found.Name }];
  });
}

/** The texts that go into the object's hash. */
export function hashedGrants(grants: Grants & { readonly Roles?: readonly Link[] }): string[] {
  return [
    ...(grants.Policies ?? []).map(({ ID }) => ID),
    ...(grants.Roles ?? []).map(({ ID }) => ID),
    ...(grants.ServiceIdentities ?? []).flatMap(({ ServiceName, Datacenters }) => [
      ServiceName,
      ...(Datacenters ?? []),
    ]),
    ...(grants.NodeIdentities ?? []).flatMap(({ NodeName, Datacenter }) => [NodeName, Datacenter]),
    ...(grants.TemplatedPolicies ?? []).flatMap((policy) => [
      policy.TemplateID, policy.TemplateName, policy.TemplateVariables?.name ?? '', ...(policy.Datacenters ?? []),
    ]), // prettier-ignore
  ];
}

export function some<K extends string, T>(name: K, values: readonly T[]): { readonly [P in K]?: readonly T[] } {
  return (values.length === 0 ? {} : { [name]: values }) as { readonly [P in K]?: readonly T[] };
}

function linked(
  links: readonly Partial<Link>[],
  kind: 'policy' | 'role',
  resolve: (link: Partial<Link>) => Link | undefined,
  what: string,
): readonly Link[] {
  const found = new Map<string, Link>();
  for (const link of links) {
    const object = resolve(link);
    if (object === undefined && (link.ID ?? '') !== '') {
      throw refused(`Failed to apply ${what} upsert request: No such ${kind} with ID: ${link.ID ?? ''}`);
    }
    if (object === undefined) throw refused(`No such ACL ${kind} with name "${link.Name ?? ''}"`);
    found.set(object.ID, { ID: object.ID, Name: object.Name });
  }
  return [...found.values()];
}

/** Two identities of one service are one, valid wherever either is. */
function mergeServices(given: readonly ServiceIdentity[]): readonly ServiceIdentity[] {
  const merged = new Map<string, Set<string>>();
  for (const { ServiceName, Datacenters } of given) {
    const known = merged.get(ServiceName) ?? new Set();
    for (const datacenter of Datacenters ?? []) known.add(datacenter);
    merged.set(ServiceName, known);
  }
  const sorted = sortedBy(merged, ([name]) => name);
  return sorted.map(([ServiceName, datacenters]) => ({
    ServiceName,
    ...some('Datacenters', [...datacenters].toSorted()),
  }));
}

function readTemplate(given: Readonly<Record<string, unknown>>, what: string): TemplatedPolicy {
  const name = String(given['TemplateName'] ?? '');
  const id = templates[name]?.id;
  if (id === undefined) throw refused(`templated policy with an invalid templated name: ${name} for this ${what}`);
  const variables = given['TemplateVariables'] as Record<string, unknown> | undefined;
  const value = variables?.['Name'] ?? variables?.['name'];
  return {
    TemplateID: id,
    TemplateName: name,
    ...(value === undefined ? {} : { TemplateVariables: { name: String(value) } }),
    ...some('Datacenters', listOf<string>(given, 'Datacenters')),
  };
}
