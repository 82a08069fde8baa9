import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { isObject } from '../../validation/object.ts';
import { keySetOf, relyingParties } from '../relying-party.ts';

export default defineRule({
  id: 'keys/client-certificate-demanded',
  title: 'Nomad demands a client certificate from whoever fetches its keys',
  cases: ['JW-02'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: "With `verify_https_client` Nomad's HTTP listener answers only to clients with a certificate. Neither Consul nor Vault can present one when they fetch keys: `remote error: tls: certificate required`.",
  fix: 'Set `verify_https_client = false` in the `tls` block of the agents behind that address, or put a proxy before them that lets `/.well-known/` through.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/tls#verify_https_client'],
  examples: {
    bad: {
      says: 'The servers verify the certificates of HTTPS clients.',
      world: (healthy) =>
        change.keySets(change.servers(healthy, { TLSConfig: { VerifyHTTPSClient: true } }), (set) => ({
          ...set,
          keys: null,
          failure: 'client certificate demanded',
          error: 'tlsv13 alert certificate required',
          status: null,
        })),
    },
    good: { says: 'The servers verify no certificates of HTTPS clients.', world: (healthy) => healthy },
  },

  *check(look) {
    const parties = relyingParties(look).filter(({ jwksUrl, discoveryUrl }) => /^https:/.test(jwksUrl || discoveryUrl));
    const demanding = [...look.servers, ...look.clients].filter(({ config }) => {
      const tls = config['TLSConfig'];
      return isObject(tls) && tls['VerifyHTTPSClient'] === true;
    });
    const [first] = demanding;
    if (first === undefined) return;
    for (const party of parties) {
      // An address that gives keys to somebody without a certificate is a proxy, or another listener.
      if (keySetOf(look, party)?.keys) continue;
      yield {
        message: `${party.name} has no client certificate to fetch keys with, and agent ${first.name} demands one (verify_https_client)`,
        about: party.about,
        blames: [],
        subject: { agent: first.name },
        origin: first.origin,
        path: 'TLSConfig/VerifyHTTPSClient',
        evidence: { agents: demanding.map(({ name }) => name), url: party.jwksUrl || party.discoveryUrl },
      };
    }
  },
});
