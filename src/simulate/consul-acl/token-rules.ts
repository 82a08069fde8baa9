import type { Role } from '../../validation/consul/role.ts';
import { recent } from '../../support/recent.ts';
import { templates } from '../../validation/consul/templated-policy.ts';
import type { ConsulRule } from '../../validation/consul/policy.ts';
import type { Links } from '../consul-login/links.ts';
import { authorizer, type Authorizer } from './authorize.ts';
import type { Granting } from './grant.ts';
import { mergeLayer, type Layer } from './layer.ts';
import { templateGranting, type Template } from './templates.ts';

export interface StoredPolicy {
  readonly name: string;
  readonly rules: readonly ConsulRule[];
  /** Empty for all. */
  readonly datacenters: readonly string[];
}

/** What tokens can be linked with, by the names under which it is stored. */
export interface Store {
  readonly policies: ReadonlyMap<string, StoredPolicy>;
  readonly roles: ReadonlyMap<string, Role>;
  /** A role's policies by the names under which they are stored. */
  readonly policiesOfRole: ReadonlyMap<string, readonly string[]>;
  readonly datacenter: string;
  readonly defaultPolicy: 'allow' | 'deny';
}

/** A token whose made-up policy is no policy: Consul refuses every request with it. */
export interface Broken {
  readonly broken: string;
}

/** The merged rules of linked policies, and the roles among them that have identities or templates of their own. */
interface Linked {
  readonly layer: Layer;
  readonly grantings: readonly Granting[];
  readonly roles: readonly Role[];
}

/** Merged policies are kept, for most tokens of a cluster have the same ones; not without end, though. */
const kept = 16;

/** Gives what tokens may do, by their links. */
export function tokenRules(store: Store): (links: Links) => Authorizer | Broken {
  const linked = recent(kept, namesOf, merged);
  return recent(kept, keyOf, rulesOf);

  function rulesOf(links: Links): Authorizer | Broken {
    const ofNames = linked(links);
    const made: Granting[] = [];
    for (const template of templatesOf(links, ofNames.roles, store.datacenter)) {
      if (template.datacenters.length > 0 && !template.datacenters.includes(store.datacenter)) continue;
      const granting = templateGranting(template);
      if (granting === undefined) return { broken: template.title };
      made.push(granting);
    }
    return authorizer(ofNames, made, store.defaultPolicy);
  }

  function merged({ policies, roles }: Links): Linked {
    const names = new Set([...policies, ...roles.flatMap((role) => store.policiesOfRole.get(role) ?? [])]);
    const grantings = [...names].flatMap((name): readonly Granting[] => {
      const policy = store.policies.get(name);
      if (policy === undefined) return [];
      const here = policy.datacenters.length === 0 || policy.datacenters.includes(store.datacenter);
      return here ? [{ policy: `policy ${name}`, rules: policy.rules }] : [];
    });
    const bearing = roles.flatMap((name) => store.roles.get(name) ?? []).filter(bearsIdentities);
    return { layer: mergeLayer(grantings), grantings, roles: bearing };
  }
}

/** Names of roles and policies have no spaces. */
function namesOf({ policies, roles }: Links): string {
  return `${policies.join(' ')},${roles.join(' ')}`;
}

/** Names of identities have no line ends; variables of templates may hold anything. */
function keyOf(links: Links): string {
  const { serviceIdentities, nodeIdentities, templatedPolicies } = links;
  const templated = templatedPolicies.length === 0 ? '' : JSON.stringify(templatedPolicies);
  return `${namesOf(links)},${serviceIdentities.join('\n')},${nodeIdentities.join('\n')},${templated}`;
}

function bearsIdentities({ serviceIdentities, nodeIdentities, templatedPolicies }: Role): boolean {
  return serviceIdentities.length > 0 || nodeIdentities.length > 0 || templatedPolicies.length > 0;
}

/** The identities and templates of a token and its roles, each once, in Consul's way of telling them apart. */
function templatesOf(links: Links, roles: readonly Role[], datacenter: string): readonly Template[] {
  const services = new Map<string, readonly string[]>();
  for (const { name, datacenters } of [
    ...links.serviceIdentities.map((name) => ({ name, datacenters: [] as readonly string[] })),
    ...roles.flatMap((role) => role.serviceIdentities),
  ])
    // One without datacenters holds everywhere, until it meets one of the same name that has some.
    services.set(name, [...(services.get(name) ?? []), ...datacenters]);
  const nodes = [
    ...links.nodeIdentities.map((name) => ({ name, datacenter })),
    ...roles.flatMap((role) => role.nodeIdentities),
  ];
  const templated = new Map<string, Template>();
  for (const { template, name, datacenters } of [
    ...links.templatedPolicies.map(({ template, variables }) => ({
      template, name: variables?.Name ?? '', datacenters: [] as readonly string[],
    })), // prettier-ignore
    ...roles.flatMap((role) => role.templatedPolicies),
  ]) {
    const needsName = templates[template]?.needsName === true;
    const key = needsName ? `${template} ${name}` : template;
    const title = needsName ? `templated policy ${template} for ${name}` : `templated policy ${template}`;
    // The first one stays, whatever datacenters the others name.
    if (!templated.has(key)) templated.set(key, { template, name, title, datacenters });
  }
  return [
    ...[...services].map(([name, datacenters]) => ({
      template: 'builtin/service', name, title: `service identity ${name}`, datacenters,
    })), // prettier-ignore
    ...nodes.map(({ name, datacenter: where }) => ({
      template: 'builtin/node', name, title: `node identity ${name}`, datacenters: [where],
    })), // prettier-ignore
    ...templated.values(),
  ];
}
