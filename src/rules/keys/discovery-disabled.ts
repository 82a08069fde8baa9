import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { relyingParties } from '../relying-party.ts';

export default defineRule({
  id: 'keys/discovery-disabled',
  title: 'keys are to be discovered, and Nomad has no discovery document',
  cases: ['NS-11', 'VM-08'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: 'Nomad serves `/.well-known/openid-configuration` only when `oidc_issuer` is set on its servers; otherwise it answers 404 `OIDC Discovery endpoint disabled`, and what relies on discovery knows no key. The issuer in the document must also be the very address that it is fetched from.',
  fix: 'Set `oidc_issuer` in the `server` block of all servers, or use the address of the keys (`jwks_url`) instead of discovery.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/server#oidc_issuer'],
  examples: {
    bad: {
      says: 'Vault discovers the issuer, and the servers have no oidc_issuer.',
      world: (healthy) =>
        change.jwtConfig(healthy, { jwks_url: '', oidc_discovery_url: 'https://nomad.example.com:4646' }),
    },
    good: { says: 'Vault fetches the keys from their own address.', world: (healthy) => healthy },
  },

  *check(look) {
    const [server] = look.servers;
    if (server === undefined) return;
    const { oidcIssuer } = look.settings;
    for (const party of relyingParties(look)) {
      if (party.discoveryUrl === '') continue;
      // Both compare letter for letter what the document says of itself with the address.
      if (oidcIssuer === party.discoveryUrl) continue;
      yield {
        message:
          oidcIssuer === undefined
            ? `${party.name} discovers keys at ${party.discoveryUrl}, but Nomad's servers have no oidc_issuer`
            : `${party.name} discovers keys at ${party.discoveryUrl}, but Nomad calls itself ${oidcIssuer}`,
        about: about.issuer,
        // Another server may say who it is.
        blames: [about.issuer],
        subject: { object: party.about },
        origin: look.originOf(party.about),
        ...(oidcIssuer !== undefined && {
          fix: {
            text: `Write \`oidc_issuer = "${party.discoveryUrl}"\` into the \`server\` block of all servers, or discover keys at ${oidcIssuer}: both are compared letter for letter, the scheme and a slash at the end included.`,
          },
        }),
        evidence: { discovery: party.discoveryUrl, oidcIssuer: oidcIssuer ?? null },
      };
    }
  },
});
