import type { Jwks } from '../../model/jwks.ts';
import { policyBodyError, readPolicyBody } from '../../validation/consul/policy-body.ts';
import { consulPolicyError, consulPolicyRules } from '../../validation/consul/policy.ts';
import { readRole, roleError, type Role } from '../../validation/consul/role.ts';
import { builtinPolicies } from '../consul-acl/templates.ts';
import type { Store, StoredPolicy } from '../consul-acl/token-rules.ts';
import type { TraceStep } from '../trace.ts';

/** A Consul as far as logins at one method are concerned; objects as its HTTP API takes them. */
export interface ConsulConfiguration {
  readonly authMethod: unknown;
  readonly bindingRules?: readonly unknown[];
  readonly roles?: readonly unknown[];
  readonly policies?: readonly unknown[];
  /**
   * Whether the method and its rules were read from a server, so that it has them even where it would refuse them today:
   * a rule whose claim the method does not map any more stays, and spoils every login that it matches.
   */
  readonly stored?: boolean;
  /** Of the agents: `acl.default_policy`; `deny` when left out. */
  readonly defaultPolicy?: 'allow' | 'deny';
  /** `dc1` when left out. */
  readonly datacenter?: string;
  /** What the method's JWKS or discovery URL leads to. */
  readonly jwks?: Jwks;
  /** Of the discovery document; it counts for methods with `OIDCDiscoveryURL` and no `JWTSupportedAlgs`. */
  readonly discoveryAlgorithms?: readonly string[];
}

export interface NamedStore {
  readonly store: Store;
  /** Names as they are stored, by names in lower case. */
  readonly policies: ReadonlyMap<string, string>;
  readonly roles: ReadonlyMap<string, string>;
}

/** Stores policies and roles as Consul would; what it refuses is not there, and the trace says so. */
export function storeOf(configuration: ConsulConfiguration, trace: TraceStep[]): NamedStore {
  const { datacenter = 'dc1', defaultPolicy = 'deny', stored: hasIt = false } = configuration;
  const stored = new Map<string, StoredPolicy>();
  const policies = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const { ID, Name, rules } of builtinPolicies) {
    stored.set(Name, { name: Name, rules, datacenters: [] });
    policies.set(Name.toLowerCase(), Name);
    ids.set(ID, Name);
  }
  for (const policy of configuration.policies ?? []) {
    const { id, name, rules: text, datacenters } = readPolicyBody(policy);
    const builtin = builtinPolicies.some(({ Name }) => Name === name);
    const refused = builtin || hasIt ? undefined : policyBodyError(policy, (one) => policies.has(one.toLowerCase()));
    const error = hasIt && !builtin ? consulPolicyError(text) : refused?.text;
    const rules = error === undefined && !builtin ? consulPolicyRules(text) : undefined;
    if (error !== undefined) trace.push({ step: 'object', sort: 'policy', name, error });
    if (rules === undefined) continue;
    stored.set(name, { name, rules, datacenters });
    policies.set(name.toLowerCase(), name);
    if (id !== '') ids.set(id, name);
  }
  const roles = new Map<string, string>();
  const storedRoles = new Map<string, Role>();
  const policiesOfRole = new Map<string, readonly string[]>();
  for (const role of configuration.roles ?? []) {
    const refused = roleError(role, {
      policyExists: (name) => policies.has(name.toLowerCase()),
      nameTaken: (name) => roles.has(name.toLowerCase()),
    });
    const read = readRole(role);
    if (refused !== undefined) {
      trace.push({ step: 'object', sort: 'role', name: read.name, error: refused.text });
      continue;
    }
    roles.set(read.name.toLowerCase(), read.name);
    storedRoles.set(read.name, read);
    const links = read.policies.map(
      ({ id, name }) => (id === '' ? policies.get(name.toLowerCase()) : ids.get(id)) ?? name,
    );
    policiesOfRole.set(read.name, links);
  }
  return {
    store: { policies: stored, roles: storedRoles, policiesOfRole, datacenter, defaultPolicy },
    policies,
    roles,
  };
}
