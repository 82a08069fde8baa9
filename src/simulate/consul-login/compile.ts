import { authMethodError, readAuthMethod, type AuthMethod } from '../../validation/consul/auth-method.ts';
import { bindingRuleError, readBindingRule } from '../../validation/consul/binding-rule.ts';
import { publicKeyOf } from '../../validation/public-key.ts';
import type { KeyFetch, Refusal } from '../../validation/refusal.ts';
import { tokenRules, type Broken } from '../consul-acl/token-rules.ts';
import type { Authorizer } from '../consul-acl/authorize.ts';
import { prepareJwks, unreadableJwks, type PreparedKeys } from '../jwt/jwks.ts';
import { staticKey, type VerifyingKey } from '../jwt/verifying-key.ts';
import type { TraceStep } from '../trace.ts';
import { compileRule, type CompiledRule, type Existing } from './bind.ts';
import { storeOf, type ConsulConfiguration } from './configuration.ts';
import type { Links } from './links.ts';
import { compileMappings, type Mapping } from './mappings.ts';

/** What Consul answers to the write of one object; it takes no part when it is refused. */
export interface Acceptance {
  readonly accepted: boolean;
  /** The server's text; null when it is accepted. */
  readonly error: string | null;
  readonly alternatives?: readonly string[];
}

/** A configuration made ready for many logins. */
export interface CompiledConsul {
  readonly authMethod: Acceptance;
  readonly bindingRules: readonly Acceptance[];
  readonly method: AuthMethod;
  readonly datacenter: string;
  readonly keys: readonly VerifyingKey[];
  /** What a server says at a login when it cannot read the keys that it fetches. */
  readonly unreadable?: string;
  /** Whether signatures cannot be checked because the keys that the method fetches are not known. */
  readonly keysUnknown: boolean;
  readonly discoveryAlgorithms: readonly string[];
  readonly values: readonly Mapping[];
  readonly lists: readonly Mapping[];
  /** Every variable that bind names can use, empty. */
  readonly noVariables: Readonly<Record<string, string>>;
  readonly rules: readonly CompiledRule[];
  readonly existing: Existing;
  readonly rulesOf: (links: Links) => Authorizer | Broken;
  /** Objects that the server would refuse. */
  readonly trace: readonly TraceStep[];
}

export function compileConsul(configuration: ConsulConfiguration): CompiledConsul {
  const trace: TraceStep[] = [];
  const { authMethod, bindingRules = [], jwks, discoveryAlgorithms = [], stored = false } = configuration;
  const method = readAuthMethod(authMethod);
  const { config } = method;
  const fetching = config.JWKSURL !== '' || config.OIDCDiscoveryURL !== '';
  const fetched = jwks === undefined ? undefined : prepareJwks(jwks, '4.1.1');
  const unreadable = jwks && fetched?.ok === false ? unreadableJwks(jwks, fetched.error) : undefined;
  // A discovery document is read without the keys that it points to; these are fetched at a login.
  const fetchFault: KeyFetch = ({ via }) => (via === 'jwks' ? unreadable : undefined);
  const refused = stored ? undefined : authMethodError(authMethod, { fetched: fetchFault });
  const targets = refused === undefined ? Object.values(config.ClaimMappings) : undefined;
  const same = (name: string): boolean => name.toLowerCase() === method.name.toLowerCase();
  const acceptances = bindingRules.map((rule) =>
    acceptance(
      stored ? undefined : bindingRuleError(rule, { mappedClaims: (name) => (same(name) ? targets : undefined) }),
    ),
  );
  const { store, policies, roles } = storeOf(configuration, trace);
  const taken = bindingRules.flatMap((rule, index) =>
    acceptances[index]?.accepted === true ? [compileRule(index, readBindingRule(rule))] : [],
  );
  return {
    authMethod: acceptance(refused),
    bindingRules: acceptances,
    method,
    datacenter: store.datacenter,
    keys: refused === undefined ? keysOf(config.JWTValidationPubKeys, fetched) : [],
    ...(fetching && unreadable !== undefined ? { unreadable } : {}),
    keysUnknown: fetching && jwks === undefined,
    discoveryAlgorithms,
    values: compileMappings(config.ClaimMappings),
    lists: compileMappings(config.ListClaimMappings),
    noVariables: Object.fromEntries((targets ?? []).map((target) => [`value.${target}`, ''])),
    rules: inOrder(taken, bindingRules),
    existing: { policies, roles },
    rulesOf: tokenRules(store),
    trace,
  };
}

/** Consul goes through a method's rules by their ids, and that is the order of a token's links. New rules have none yet. */
function inOrder(taken: readonly CompiledRule[], given: readonly unknown[]): readonly CompiledRule[] {
  const ids = taken.map(({ index }) => readBindingRule(given[index]).id);
  if (ids.includes('')) return taken;
  return taken
    .map((rule, index) => ({ rule, id: ids[index] ?? '' }))
    .toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .map(({ rule }) => rule);
}

function acceptance(refused: Refusal | undefined): Acceptance {
  if (refused === undefined) return { accepted: true, error: null };
  const { text, alternatives } = refused;
  return { accepted: false, error: text, ...(alternatives === undefined ? {} : { alternatives }) };
}

function keysOf(pems: readonly string[], fetched: PreparedKeys | undefined): readonly VerifyingKey[] {
  if (pems.length === 0) return fetched?.ok === true ? fetched.keys : [];
  return pems.flatMap((pem) => {
    const key = publicKeyOf(pem);
    return key === undefined ? [] : [staticKey(key)];
  });
}
