import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import type { Look } from '../look.ts';
import { publicKeyOf } from '../../validation/public-key.ts';
import { ownKeySets, relyingParties, type RelyingParty } from '../relying-party.ts';

/** Of a pair that was thrown away. */
const publicKey = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEfYZgqnxs+2cIgOO4YObOQFl1lW+z
L636gP8K7bVV5UvxGHG5kCP7s7egZN6l5e2RiALgO9EbD1C1pOxF6rIRKQ==
-----END PUBLIC KEY-----
`;

export default defineRule({
  id: 'keys/static-keys',
  title: 'keys are written down instead of fetched',
  cases: ['JW-09', 'NS-10'],
  severity: 'warning',
  reads: [],
  why: 'With public keys in its configuration, Consul or Vault knows the keys of the day it was written. Nomad makes new ones (every 30 days by default), and from then on logins fail with `no known key successfully validated the token signature`. Where none of the written keys is one of this Nomad, they fail at once.',
  fix: 'Use `jwks_url`. Where the servers cannot reach Nomad, host a copy of the key set somewhere that they reach, and renew it on a schedule.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/consul',
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/vault',
  ],
  examples: {
    bad: {
      says: 'The auth method holds a public key instead of an address.',
      world: (healthy) => change.authMethod(healthy, { Config: { JWKSURL: null, JWTValidationPubKeys: [publicKey] } }),
    },
    good: { says: 'The auth method fetches the keys.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const party of relyingParties(look)) {
      if (party.publicKeys.length === 0) continue;
      const foreign = areForeign(look, party);
      yield {
        message: `${party.name} knows ${String(party.publicKeys.length)} written key(s) (${party.fields.keys})${foreign ? ', none of which is a key of this Nomad' : ' and will not hear of new ones'}`,
        about: party.about,
        severity: foreign ? 'error' : 'warning',
        subject: { object: party.about },
        origin: look.originOf(party.about),
        evidence: { keys: party.publicKeys.length },
      };
    }
  },
});

/** Whether all that is written down are keys with which this Nomad signs nothing. */
function areForeign(look: Look, { publicKeys }: RelyingParty): boolean {
  const own = new Set(ownKeySets(look).flatMap(({ keys }) => (keys?.keys ?? []).map(({ n, x }) => n ?? x)));
  const written = publicKeys.map((pem) => publicKeyOf(pem)?.export({ format: 'jwk' }));
  return own.size > 0 && written.every((key) => key !== undefined && !own.has(key.n ?? key.x));
}
