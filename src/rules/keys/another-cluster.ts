import type { Jwk } from '../../model/jwks.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { keySetOf, kidsOf, ownKeySets, relyingParties } from '../relying-party.ts';

export default defineRule({
  id: 'keys/another-cluster',
  title: 'the keys at the configured address are not those of this Nomad',
  cases: ['JW-06', 'NS-10', 'JW-11', 'VM-05', 'MC-05'],
  severity: 'error',
  reads: ['key-sets'],
  why: "The key set at the address that Consul or Vault is configured with shares no key with the one that this cluster's own agents serve: it belongs to another cluster or region, or to a server that lost its keyring. Writing the configuration succeeds all the same, since it is only tried whether there are keys; every login then fails with `failed to verify id token signature`.",
  fix: 'Let the address lead to agents of this cluster and region. Regions do not share keys: each needs a method and a mount of its own.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/consul',
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/vault',
  ],
  examples: {
    bad: {
      says: 'The address of the keys leads to another cluster.',
      world: (healthy) =>
        change.keySets(healthy, (set) => [
          set,
          {
            ...set,
            url: 'https://10.0.0.5:4646/.well-known/jwks.json',
            usedBy: ['nomad/agent/server-1.global'],
            keys: { keys: [{ kid: 'another', kty: 'RSA' }] },
          },
        ]),
    },
    good: {
      says: 'The address of the keys gives what the servers give.',
      world: (healthy) =>
        change.keySets(healthy, (set) => [
          set,
          { ...set, url: 'https://10.0.0.5:4646/.well-known/jwks.json', usedBy: ['nomad/agent/server-1.global'] },
        ]),
    },
  },

  *check(look) {
    const own = new Map(ownKeySets(look).flatMap(({ keys }) => (keys?.keys ?? []).map((key) => [key.kid, key])));
    if (own.size === 0) return;
    for (const party of relyingParties(look)) {
      const set = keySetOf(look, party);
      if (set?.keys == null) continue;
      const served = set.keys.keys ?? [];
      const kids = kidsOf(set);
      const without = kids.length === 0 && served.length > 0;
      const isKnown = served.some((key) => key.kid !== undefined && isSameKey(own.get(key.kid), key));
      if (isKnown || (kids.length === 0 && !without)) continue;
      yield {
        message: without
          ? `${party.name} fetches keys without ids (kid), which are never tried for JWTs that name theirs: ${set.url}`
          : `${party.name} fetches the keys of another issuer: ${set.url} has none of this Nomad's keys`,
        about: party.about,
        subject: { object: party.about },
        origin: look.originOf(party.about),
        evidence: { url: set.url, there: kids, here: [...own.keys()] },
      };
    }
  },
});

/** An id alone can be that of an older key, or be written by hand. */
function isSameKey(one: Jwk | undefined, other: Jwk): boolean {
  return one !== undefined && one['n'] === other['n'] && one['x'] === other['x'];
}
