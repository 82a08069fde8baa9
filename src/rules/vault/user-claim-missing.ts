import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { behind, severityOf, vaultLogins } from './vault-logins.ts';

export default defineRule({
  id: 'vault/user-claim-missing',
  title: 'a role takes the name of entities from a claim that the JWTs do not have',
  cases: ['CL-04', 'JS-13'],
  severity: 'error',
  reads: ['vault/objects'],
  why: '`user_claim` names the claim that tells one entity from another. Without it in the JWT: `claim "…" not found in token`. With a leading slash it needs `user_claim_json_pointer`; extra claims stand below `/extra_claims/`.',
  fix: 'Use `/nomad_job_id` with `user_claim_json_pointer = true`, or an extra claim that the servers really write.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'user_claim is a pointer, and user_claim_json_pointer is off.',
      world: (healthy) => change.jwtRole(healthy, { user_claim_json_pointer: false }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const login of vaultLogins(look)) {
      const { mount, role, error } = login;
      if (
        error === null ||
        !(/^claim .*(?:not found in token|could not be converted)/.test(error) && /claim/.test(error))
      )
        continue;
      const address = about.jwtRole(mount, role);
      yield {
        message: `role ${role} of auth/${mount} does not find its user_claim: ${error}`,
        about: address,
        blames: behind(login),
        subject: { object: address },
        origin: look.originOf(address),
        path: 'user_claim',
        severity: severityOf(look, login),
        evidence: {
          error,
          tasks: login.tasks.length,
          user_claim: look.mount(mount)?.roles[role]?.['user_claim'] ?? null,
        },
      };
    }
  },
});
