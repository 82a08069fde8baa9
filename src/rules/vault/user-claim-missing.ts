import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { behind, severityOf, vaultLogins, type VaultLogin } from './vault-logins.ts';

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
    // One claim that Nomad does not write is one cause, however many roles ask for it.
    const alike = new Map<string, [VaultLogin, ...VaultLogin[]]>();
    for (const login of vaultLogins(look)) {
      if (!/^claim .*(?:not found in token|could not be converted)/.test(login.error ?? '')) continue;
      const key = JSON.stringify([login.mount, login.error]);
      const others = alike.get(key);
      if (others === undefined) alike.set(key, [login]);
      else others.push(login);
    }
    for (const all of alike.values()) {
      const [{ mount, role, error }] = all;
      const roles = [...new Set(all.map((one) => one.role))];
      const [address = '', ...rest] = roles.map((one) => about.jwtRole(mount, one));
      const severities = all.map((one) => severityOf(look, one));
      yield {
        message: `${roles.length === 1 ? 'role' : 'roles'} ${roles.join(', ')} of auth/${mount} ${roles.length === 1 ? 'does' : 'do'} not find ${roles.length === 1 ? 'its' : 'their'} user_claim: ${error ?? ''}`,
        about: address,
        ...(rest.length > 0 && { alsoAbout: rest }),
        blames: behind(all[0]),
        subject: { object: address },
        origin: look.originOf(address),
        path: 'user_claim',
        severity: severities.includes('error') ? 'error' : (severities[0] ?? 'error'),
        evidence: {
          error,
          tasks: all.reduce((sum, { tasks }) => sum + tasks.length, 0),
          user_claim: look.mount(mount)?.roles[role]?.['user_claim'] ?? null,
        },
      };
    }
  },
});
