import { change } from '../change.ts';
import { relyingParties } from '../relying-party.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'security/keys-without-tls',
  title: 'the keys that JWTs are checked with come over plain HTTP',
  cases: ['JW-03'],
  severity: 'warning',
  reads: ['consul/objects'],
  why: 'Whoever can answer in the place of this address, on the network between it and Consul or Vault, can put keys of his own there and sign himself any workload of any job. With HTTPS the certificate stands against that.',
  fix: 'Serve the keys over HTTPS (`tls { http = true }` on the agents, or a proxy in front of them) and give its CA: `JWKSCACert` at Consul, `jwks_ca_pem` at Vault.',
  references: ['https://developer.hashicorp.com/nomad/docs/secure/traffic/tls'],
  examples: {
    bad: {
      says: 'Consul fetches the keys from http://nomad.example.com:4646.',
      world: (healthy) =>
        change.authMethod(
          change.keySets(healthy, (set) => [
            set,
            { ...set, url: plain, usedBy: ['consul/auth-method/nomad-workloads'] },
          ]),
          { Config: { JWKSURL: plain } },
        ),
    },
    good: { says: 'Consul fetches the keys over HTTPS.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const party of relyingParties(look)) {
      const url = party.jwksUrl || party.discoveryUrl;
      if (!/^http:\/\//i.test(url) || isLoopback(url)) continue;
      yield {
        message: `${party.name} fetches the keys over plain HTTP from ${url}`,
        about: party.about,
        subject: { object: party.about },
        origin: look.originOf(party.about),
        path: party.product === 'consul' ? `Config/${party.fields.jwks}` : party.fields.jwks,
        evidence: { url },
      };
    }
  },
});

const plain = 'http://nomad.example.com:4646/.well-known/jwks.json';

function isLoopback(url: string): boolean {
  const { hostname } = URL.canParse(url) ? new URL(url) : { hostname: '' };
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}
