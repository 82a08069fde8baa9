import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { keySetOf, relyingParties } from '../relying-party.ts';

export default defineRule({
  id: 'keys/algorithm-not-taken',
  title: 'Consul or Vault takes no algorithm that Nomad signs with',
  cases: ['CL-12'],
  severity: 'error',
  reads: [],
  why: 'Nomad signs with RS256, or with EdDSA when its keyring is from before 1.7. A method or mount whose list of algorithms has neither refuses every JWT: `token signed with unexpected algorithm`. Consul heeds its list only when it holds keys or discovers them; with `JWKSURL` it takes any.',
  fix: 'Put RS256 into the list (`JWTSupportedAlgs` in Consul, `jwt_supported_algs` in Vault), or leave the list empty.',
  references: ['https://developer.hashicorp.com/nomad/docs/concepts/workload-identity'],
  examples: {
    bad: {
      says: 'The mount takes ES256 only.',
      world: (healthy) => change.jwtConfig(healthy, { jwt_supported_algs: ['ES256'] }),
    },
    good: { says: 'The mount takes RS256.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const party of relyingParties(look)) {
      const keys = keySetOf(look, party)?.keys?.keys ?? [];
      const signed =
        keys.length === 0 ? ['RS256', 'EdDSA'] : keys.map(({ kty }) => (kty === 'OKP' ? 'EdDSA' : 'RS256'));
      const { algorithms } = party;
      // Consul does not look at its list when it fetches keys from their own address.
      if (party.product === 'consul' && party.jwksUrl !== '') continue;
      if (algorithms.length === 0 || algorithms.some((one) => signed.includes(one))) continue;
      yield {
        message: `${party.name} takes ${algorithms.join(', ')} only, and Nomad signs with ${[...new Set(signed)].join(' or ')}`,
        about: party.about,
        blames: [about.keyring],
        subject: { object: party.about },
        origin: look.originOf(party.about),
        evidence: { algorithms, signed },
      };
    }
  },
});
