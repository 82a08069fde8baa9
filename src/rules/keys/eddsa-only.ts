import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { keySetOf, relyingParties } from '../relying-party.ts';

export default defineRule({
  id: 'keys/eddsa-only',
  title: 'the keyring signs with EdDSA only',
  cases: ['NS-06', 'UP-05', 'OI-11', 'CL-12'],
  severity: 'warning',
  reads: ['key-sets'],
  why: 'A keyring that was made before Nomad 1.7 signs with EdDSA until it is rotated. AWS and whatever is told to take RS256 only refuse such JWTs: `token signed with unexpected algorithm`.',
  fix: 'Rotate the keyring with `nomad operator root keyring rotate -prepublish 1h` (on 1.8.3 and later), and check the address of the keys afterwards.',
  references: ['https://developer.hashicorp.com/nomad/docs/upgrade/upgrade-specific'],
  examples: {
    bad: {
      says: 'The key set has an Ed25519 key only.',
      world: (healthy) =>
        change.keySets(healthy, (set) => ({
          ...set,
          keys: { keys: (set.keys?.keys ?? []).map((key) => ({ ...key, kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' })) },
        })),
    },
    good: { says: 'The key set has an RSA key.', world: (healthy) => healthy },
  },

  *check(look) {
    const seen = new Set<string>();
    for (const party of relyingParties(look)) {
      const set = keySetOf(look, party);
      const keys = set?.keys?.keys ?? [];
      if (set === undefined || keys.length === 0 || keys.some(({ kty }) => kty !== 'OKP') || seen.has(set.url))
        continue;
      seen.add(set.url);
      const heeded = party.product === 'vault' || party.jwksUrl === '';
      const refused = heeded && party.algorithms.length > 0 && !party.algorithms.includes('EdDSA');
      yield {
        message: refused
          ? `Nomad signs with EdDSA only, which ${party.name} does not take`
          : 'Nomad signs with EdDSA only: its keyring is from before 1.7',
        about: about.keyring,
        severity: refused ? 'error' : 'warning',
        subject: { object: party.about },
        origin: { from: 'server', request: `nomad GET ${set.url}` },
        evidence: { keys: keys.map(({ kid, kty, alg }) => ({ kid, kty, alg })), algorithms: party.algorithms },
      };
    }
  },
});
