import type { Agent } from '../../model/agent.ts';
import { isObject } from '../../validation/object.ts';
import { defineRule } from '../rule.ts';
import { relyingParties } from '../relying-party.ts';

const loopback = String.raw`(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])`;

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
      if (!new RegExp(String.raw`^https?:\/\/${loopback}(?:[:/]|$)`).test(url)) continue;
      yield {
        message: `${party.name} fetches keys from ${url}, which on each of its servers is that server itself`,
        about: party.about,
        subject: { object: party.about },
        origin: look.originOf(party.about),
        severity: look.servers.length > 1 && !look.servers.every(isOnLoopback) ? 'warning' : 'info',
        evidence: { url },
      };
    }
  },
});

/** A server that says itself that it is reached on this one machine, as all of a cluster for tests do. */
function isOnLoopback({ config }: Agent): boolean {
  const addresses = config['AdvertiseAddrs'];
  return isObject(addresses) && new RegExp(`^${loopback}:`).test(String(addresses['HTTP']));
}
