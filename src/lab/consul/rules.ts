import { authorize, type Check } from '../../simulate/consul-acl/authorize.ts';
import { tokenRules, type StoredPolicy } from '../../simulate/consul-acl/token-rules.ts';
import { noLinks } from '../../simulate/consul-login/links.ts';
import { consulPolicyRules } from '../../validation/consul/policy.ts';
import { readRole, type Role as ReadRole } from '../../validation/consul/role.ts';
import type { Policy, Role, Token } from './objects.ts';
import { lastIndex, type ConsulState } from './state.ts';

/** What the tokens of one state of policies and roles may do. */
interface Resolver {
  readonly index: number;
  may(token: Token, check: Check): boolean;
}

const resolvers = new WeakMap<ConsulState, Resolver>();

/** Whether a token's policies, roles and identities allow something, as the ACL engine decides it. */
export function tokenAllows(state: ConsulState, token: Token, check: Check): boolean {
  const index = lastIndex(state, 'policies', 'roles', 'namespaces', 'partitions');
  let resolver = resolvers.get(state);
  if (resolver?.index !== index) resolvers.set(state, (resolver = newResolver(state, index)));
  return resolver.may(token, check);
}

function newResolver(state: ConsulState, index: number): Resolver {
  // Names are unique within a namespace only, so things go by their ids here.
  const roles = new Map([...state.roles.values()].map((role) => [role.ID, read(role)]));
  const policiesOfRole = new Map([...roles].map(([id, role]) => [id, idsOf(role)]));
  const rulesOf = tokenRules({
    policies: new Map([...state.policies.values()].map((policy) => [policy.ID, stored(policy)])),
    roles,
    policiesOfRole,
    datacenter: state.datacenter,
    defaultPolicy: 'deny',
  });
  return {
    index,
    may(token, check) {
      // What a token has of its own counts as a role that only it has: unlike a login's links, it may name datacenters.
      const own = `${token.AccessorID} ${String(token.ModifyIndex)}`;
      if (!roles.has(own)) {
        const role = readRole({ ...grantsOf(token), Name: '' });
        roles.set(own, role);
        policiesOfRole.set(own, idsOf(role));
      }
      const rules = rulesOf({ ...noLinks(), roles: [own, ...(token.Roles ?? []).map(({ ID }) => ID)] });
      return !('broken' in rules) && authorize(rules, check).allow;
    },
  };
}

function grantsOf({ Policies, ServiceIdentities, NodeIdentities, TemplatedPolicies }: Role | Token): object {
  const grants = { Policies, ServiceIdentities, NodeIdentities, TemplatedPolicies };
  return Object.fromEntries(Object.entries(grants).filter(([, some]) => some !== undefined));
}

function read(role: Role): ReadRole {
  return readRole({ ...grantsOf(role), Name: role.Name });
}

function idsOf({ policies }: ReadRole): readonly string[] {
  return policies.map(({ id }) => id);
}

const parsed = new WeakMap<Policy, StoredPolicy>();

function stored(policy: Policy): StoredPolicy {
  let known = parsed.get(policy);
  if (known === undefined) {
    const { Name, Rules, Datacenters = [] } = policy;
    parsed.set(policy, (known = { name: Name, rules: consulPolicyRules(Rules) ?? [], datacenters: Datacenters }));
  }
  return known;
}
