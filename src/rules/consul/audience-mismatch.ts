import { readAuthMethod } from '../../validation/consul/auth-method.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { severityFor } from '../probe.ts';
import { defineRule } from '../rule.ts';
import { sortsInWords } from './methods-in-use.ts';
import { behindRefusal, isAboutAudience, refusedAtLogin } from './refused-at-login.ts';

export default defineRule({
  id: 'consul/audience-mismatch',
  title: 'the auth method is bound to other audiences than those that Nomad writes',
  cases: ['CL-01', 'CA-05'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'Consul compares the `aud` of a JWT with the `BoundAudiences` of the auth method, letter for letter: there are no wildcards, and a text with a comma in it is one audience. When none is equal, the login fails with `error validating claims: aud claim does not match any bound audience`; without any bound audience it fails with `audience claim found in JWT but no audiences are bound`.',
  fix: "Give the method the audience that stands in the servers' `service_identity` and `task_identity` (`bound_audiences` of the spec), as a list with one text for each; or change `aud` on all servers and register the jobs again.",
  references: [
    'https://developer.hashicorp.com/consul/docs/security/acl/auth-methods/jwt',
    'https://developer.hashicorp.com/nomad/docs/configuration/consul#service_identity',
  ],
  examples: {
    bad: {
      says: 'The auth method is bound to consul.example.com, and the servers write consul.io.',
      world: (healthy) => change.authMethod(healthy, { Config: { BoundAudiences: ['consul.example.com'] } }),
    },
    good: { says: 'Both are consul.io.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { method, error, who, claims } of refusedAtLogin(look)) {
      if (!isAboutAudience(error)) continue;
      const bound = readAuthMethod(look.authMethod(method)).config.BoundAudiences;
      const written = [claims['aud'] ?? []].flat().map(String);
      const one = bound.find((audience) => /[,\s]/.test(audience));
      const odd = one === undefined ? '' : `; ${JSON.stringify(one)} is one audience, not several`;
      yield {
        message: `auth method ${method} is bound to ${listed(bound)}, and Nomad writes ${listed(written)} for ${sortsInWords(who)}${odd}`,
        about: about.authMethod(method),
        blames: behindRefusal(method),
        subject: { object: about.authMethod(method) },
        origin: look.originOf(about.authMethod(method)),
        path: 'Config/BoundAudiences',
        severity: severityFor(look, who),
        evidence: { error, BoundAudiences: bound, aud: written },
      };
    }
  },
});

function listed(audiences: readonly string[]): string {
  return audiences.length === 0 ? 'no audience' : audiences.join(', ');
}
