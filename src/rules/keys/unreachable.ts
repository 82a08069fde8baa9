import { defineRule } from '../rule.ts';
import type { KeySetFailure } from '../../model/world.ts';
import { change } from '../change.ts';
import { keySetOf, relyingParties } from '../relying-party.ts';

const failures: ReadonlySet<KeySetFailure> = new Set(['unreachable', 'timeout', 'unknown name']);

export default defineRule({
  id: 'keys/unreachable',
  title: 'the keys cannot be fetched where Consul or Vault is told to fetch them',
  cases: ['JW-01', 'JW-12', 'JW-13', 'JW-04'],
  severity: 'error',
  reads: ['key-sets'],
  why: "Consul and Vault fetch Nomad's public keys themselves, from the address in their own configuration. It was asked from here, with the CA that is configured there, and gave no answer. Each login then fails with `failed to verify id token signature` or `fetching keys oidc: get keys failed`, and Vault keeps the reason to its own log. The keys need no ACL token, but they need a Nomad agent that listens there.",
  fix: "Give an address that Consul's and Vault's servers reach, in `jwks_url` of the issuer in the spec. If it is only unreachable from here, run the audit where those servers run.",
  references: [
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/consul',
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/vault',
  ],
  examples: {
    bad: {
      says: 'Nothing listens at the address of the keys.',
      world: (healthy) =>
        change.keySets(healthy, (set) => ({
          ...set,
          keys: null,
          failure: 'unreachable',
          error: 'connect ECONNREFUSED 192.0.2.7:4646',
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
        message: `${party.name} fetches keys from ${set.url}, which cannot be reached: ${set.error ?? ''}`,
        about: party.about,
        subject: { object: party.about },
        origin: look.originOf(party.about),
        evidence: { url: set.url, error: set.error, status: set.status },
      };
    }
  },
});
