import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../../validation/object.ts';
import type { Effect, Held } from './effects.ts';

/** Fields that say where the keys come from, in the words of Consul and of Vault. */
const consulFields = ['JWKSURL', 'JWKSCACert', 'OIDCDiscoveryURL', 'OIDCDiscoveryCACert', 'JWTValidationPubKeys'];
const vaultFields = [
  'jwks_url',
  'jwks_ca_pem',
  'jwks_pairs',
  'oidc_discovery_url',
  'oidc_discovery_ca_pem',
  'jwt_validation_pubkeys',
];

/** What is taken for given where a plan changes the keys that signatures are checked with: whose they are is not looked into. */
export function keysMoved(effects: readonly Effect[]): readonly string[] {
  return effects
    .filter(({ before, after }) => before !== undefined && after !== undefined)
    .filter(({ before, after }) => !isDeepStrictEqual(keysOf(before), keysOf(after)))
    .map(({ address }) => `the keys that ${address} takes from now on are those that Nomad signs with`);
}

function keysOf(held: Held | undefined): unknown {
  const config = held?.api['Config'];
  if (isObject(config)) return consulFields.map((name) => config[name]);
  return vaultFields.map((name) => held?.api[name]);
}
