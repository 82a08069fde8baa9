import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import type { KeySetFailure } from '../../model/world.ts';
import { change } from '../change.ts';
import { keySetOf, relyingParties } from '../relying-party.ts';

const failures: ReadonlySet<KeySetFailure> = new Set(['not keys', 'status']);

export default defineRule({
  id: 'keys/not-keys',
  title: 'what stands at the address of the keys is no key set',
  cases: ['JW-13', 'NS-11'],
  severity: 'error',
  reads: ['key-sets'],
  why: 'The address answers, but not with keys: a login page, an error page of a load balancer, the words of another path, or no TLS where the address says https. Consul and Vault then know no key, and every login fails with `failed to verify id token signature`.',
  fix: 'Let the address end in `/.well-known/jwks.json` and lead to a Nomad agent without anything in between that asks for a login.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/consul',
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/vault',
  ],
  examples: {
    bad: {
      says: 'A load balancer answers with its login page.',
      world: (healthy) =>
        change.keySets(healthy, (set) => ({
          ...set,
          keys: null,
          failure: 'not keys',
          error: 'HTML instead of JSON',
          status: 200,
        })),
    },
    good: { says: 'The address gives the keys.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const party of relyingParties(look)) {
      const set = keySetOf(look, party);
      if (set?.failure === undefined || !failures.has(set.failure)) continue;
      yield {
        message: `${party.name} fetches keys from ${set.url}, which gives none: ${set.error ?? ''}`,
        about: party.about,
        blames: party.discoveryUrl === '' ? [] : [about.issuer],
        subject: { object: party.about },
        origin: look.originOf(party.about),
        ...(party.discoveryUrl !== '' && { fix: { text: discovered(party.discoveryUrl) } }),
        evidence: { url: set.url, error: set.error, status: set.status },
      };
    }
  },
});

function discovered(url: string): string {
  return `Let ${url}/.well-known/openid-configuration and the address of the keys in it lead to Nomad's agents without anything in between that changes them or asks for a login. The document must name the issuer ${url}.`;
}
