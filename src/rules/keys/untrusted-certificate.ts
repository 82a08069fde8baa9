import { defineRule } from '../rule.ts';
import type { KeySetFailure } from '../../model/world.ts';
import { change } from '../change.ts';
import { keySetOf, relyingParties } from '../relying-party.ts';

const failures: ReadonlySet<KeySetFailure> = new Set(['unknown authority', 'wrong certificate']);

export default defineRule({
  id: 'keys/untrusted-certificate',
  title: 'the certificate at the address of the keys is not trusted',
  cases: ['JW-03', 'JW-04'],
  severity: 'error',
  reads: ['key-sets'],
  why: 'The address of the keys is https, and its certificate is not signed by the CA that Consul or Vault is given for it, or it is made out to another name. Consul says `x509: certificate signed by unknown authority` when the method is written; Vault says only `error checking jwks URL`.',
  fix: "Give the CA of Nomad's certificates as `ca_file` of the issuer in the spec (`JWKSCACert` in Consul, `jwks_ca_pem` in Vault), and use a name that the certificate holds.",
  references: [
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/consul',
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/vault',
  ],
  examples: {
    bad: {
      says: 'Nomad has a private CA, and the auth method is not given it.',
      world: (healthy) =>
        change.keySets(healthy, (set) => ({
          ...set,
          keys: null,
          failure: 'unknown authority',
          error: 'unable to verify the first certificate',
          status: null,
        })),
    },
    good: { says: 'The address gives the keys.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const party of relyingParties(look)) {
      const set = keySetOf(look, party);
      if (set?.failure === undefined || !failures.has(set.failure)) continue;
      yield {
        message: `${party.name} does not trust the certificate of ${set.url}: ${set.error ?? ''}`,
        about: party.about,
        subject: { object: party.about },
        origin: look.originOf(party.about),
        ...(/expired/.test(set.error ?? '') && {
          fix: { text: `Renew the certificate of what answers at ${set.url}.` },
        }),
        evidence: { url: set.url, error: set.error, status: set.status },
      };
    }
  },
});
