import { defineRule } from '../rule.ts';
import { relyingParties } from '../relying-party.ts';

export default defineRule({
  id: 'keys/loopback-address',
  title: 'the keys are fetched from an address that means the fetching server itself',
  cases: ['JW-01', 'JW-12'],
  severity: 'warning',
  reads: [],
  why: '`localhost` in the address of the keys means the machine of each Consul or Vault server. That works only while a Nomad agent runs beside every one of them; elsewhere the login fails with `connection refused`. `nomad setup` proposes this address by default.',
  fix: "Give a name that leads to Nomad's agents from every Consul and Vault server.",
  references: [
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/consul',
    'https://developer.hashicorp.com/nomad/docs/secure/workload-identity/vault',
  ],
  examples: {
    bad: {
      files: {
        'wid.yaml': `version: 1
issuers:
  nomad:
    jwks_url: http://localhost:4646/.well-known/jwks.json
presets:
  - { preset: nomad-consul, issuer: nomad }
  - { preset: nomad-vault, issuer: nomad }
`,
      },
    },
    good: {
      files: {
        'wid.yaml': `version: 1
issuers:
  nomad:
    jwks_url: https://nomad.example.com:4646/.well-known/jwks.json
presets:
  - { preset: nomad-consul, issuer: nomad }
  - { preset: nomad-vault, issuer: nomad }
`,
      },
    },
  },

  *check(look) {
    for (const party of relyingParties(look)) {
      const url = party.jwksUrl || party.discoveryUrl;
      if (!/^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/.test(url)) continue;
      yield {
        message: `${party.name} fetches keys from ${url}, which is each of its servers itself`,
        about: party.about,
        subject: { object: party.about },
        origin: look.originOf(party.about),
        severity: look.servers.length > 1 ? 'warning' : 'info',
        evidence: { url },
      };
    }
  },
});
