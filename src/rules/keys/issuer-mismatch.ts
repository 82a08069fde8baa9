import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { relyingParties } from '../relying-party.ts';

export default defineRule({
  id: 'keys/issuer-mismatch',
  title: 'the issuer that Consul or Vault expects is not the one that Nomad writes',
  cases: ['CL-13'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: 'Nomad writes an `iss` claim only when its servers have `oidc_issuer`, and then exactly that. A method or mount that is bound to another issuer, or to any while Nomad writes none, refuses every JWT.',
  fix: 'Bind the issuer that Nomad has (`issuer` in the spec), or bind none.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/server#oidc_issuer'],
  examples: {
    bad: {
      says: 'The auth method is bound to an issuer, and the servers have no oidc_issuer.',
      world: (healthy) => change.authMethod(healthy, { Config: { BoundIssuer: 'https://nomad.example.com' } }),
    },
    good: { says: 'The auth method is bound to no issuer.', world: (healthy) => healthy },
  },

  *check(look) {
    const issuer = look.settings.oidcIssuer ?? '';
    for (const party of relyingParties(look)) {
      if (party.issuer === '' || party.issuer === issuer) continue;
      yield {
        message: `${party.name} takes only JWTs of the issuer ${party.issuer}, and Nomad's ${issuer === '' ? 'have none' : `are of ${issuer}`}`,
        about: party.about,
        blames: [about.issuer],
        subject: { object: party.about },
        origin: look.originOf(party.about),
        evidence: { [party.fields.issuer]: party.issuer, oidc_issuer: issuer || null },
      };
    }
  },
});
