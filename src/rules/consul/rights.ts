import type { ApiObject } from '../../model/api-object.ts';
import type { ConsulWorld } from '../../model/world.ts';
import { authorize, type Authorizer, type Check } from '../../simulate/consul-acl/authorize.ts';
import { tokenRules, type Broken } from '../../simulate/consul-acl/token-rules.ts';
import { storeOf } from '../../simulate/consul-login/configuration.ts';
import { noLinks, type Links } from '../../simulate/consul-login/links.ts';
import type { Chain } from '../../simulate/explain/explanation.ts';
import { isObject } from '../../validation/object.ts';
import { linkOf } from '../link-of.ts';

/** What a token of Consul may do. */
export interface Rights {
  readonly allows: (resource: string, segment: string, access: string) => boolean;
  /** By which policy or identity it is given or refused; `undefined` for the default policy. */
  readonly by: (check: Check) => string | undefined;
}

interface Known {
  readonly rulesOf: (links: Links) => Authorizer | Broken;
  readonly roles: ReadonlyMap<string, string>;
  readonly policies: ReadonlyMap<string, string>;
}

const known = new WeakMap<ConsulWorld, Known>();

function knownOf(consul: ConsulWorld): Known {
  let found = known.get(consul);
  if (found === undefined) {
    const { store, roles, policies } = storeOf({ ...consul, authMethod: undefined }, []);
    known.set(consul, (found = { rulesOf: tokenRules(store), roles, policies }));
  }
  return found;
}

/** Of a token as `GET /v1/acl/tokens` lists it. */
export function rightsOfToken(consul: ConsulWorld, token: ApiObject): Rights | undefined {
  const { roles, policies } = knownOf(consul);
  const links: Links = {
    ...noLinks(),
    policies: namesIn(token['Policies'], policies),
    roles: namesIn(token['Roles'], roles),
    serviceIdentities: textsIn(token['ServiceIdentities'], 'ServiceName'),
    nodeIdentities: textsIn(token['NodeIdentities'], 'NodeName'),
    templatedPolicies: objectsIn(token['TemplatedPolicies']).map((one) => ({
      template: String(one['TemplateName']),
      variables: isObject(one['TemplateVariables'])
        ? { Name: String(one['TemplateVariables']['Name'] ?? one['TemplateVariables']['name'] ?? '') }
        : undefined,
    })),
  };
  return rightsOfLinks(consul, links);
}

/** Of the roles and policies that a workload's login gives; what its identities give besides is the same for all. */
export function rightsOfChain(consul: ConsulWorld, chain: Chain | undefined): Rights | undefined {
  const grant = linkOf(chain, 'grant');
  if (grant?.state !== 'ok') return undefined;
  const services = grant.identities.flatMap((one) => /^service identity (.*)$/.exec(one)?.[1] ?? []);
  return rightsOfLinks(consul, {
    ...noLinks(),
    policies: [...grant.policies],
    roles: grant.roles.map(({ name }) => name),
    serviceIdentities: services,
    templatedPolicies: grant.identities.flatMap((one) => {
      const [, template, name = ''] = /^templated policy (\S+) ?(.*)$/.exec(one) ?? [];
      return template === undefined ? [] : [{ template, variables: name === '' ? undefined : { Name: name } }];
    }),
  });
}

function rightsOfLinks(consul: ConsulWorld, links: Links): Rights | undefined {
  const rules = knownOf(consul).rulesOf(links);
  if ('broken' in rules) return undefined;
  const decide = (check: Check) => authorize(rules, check);
  return {
    allows: (resource, segment, access) => decide({ resource, segment, access }).allow,
    by: (check) => {
      const { decidedBy } = decide(check);
      return 'policy' in decidedBy ? decidedBy.policy : undefined;
    },
  };
}

/** Names as they are stored; what does not exist gives nothing. */
function namesIn(value: unknown, stored: ReadonlyMap<string, string>): string[] {
  return textsIn(value, 'Name').flatMap((name) => stored.get(name.toLowerCase()) ?? []);
}

function textsIn(value: unknown, member: string): string[] {
  return objectsIn(value).flatMap((one) => (typeof one[member] === 'string' ? [one[member]] : []));
}

function objectsIn(value: unknown): readonly ApiObject[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isObject) : [];
}
