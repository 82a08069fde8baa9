import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { behind, roleRefusal, severityOf, vaultLogins } from './vault-logins.ts';

export default defineRule({
  id: 'vault/role-type',
  title: 'a role is for logins by browser',
  cases: ['VR-03', 'VM-06'],
  severity: 'error',
  reads: ['vault/objects'],
  why: '`role_type` is `oidc` unless it is written. A JWT login with such a role is refused: `role with oidc role_type is not allowed`.',
  fix: 'Set `role_type` to `jwt`.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The role is of type oidc.',
      world: (healthy) =>
        change.jwtRole(healthy, { role_type: 'oidc', allowed_redirect_uris: ['https://vault.example.com/cb'] }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const login of vaultLogins(look)) {
      const { mount, role, error } = login;
      if (error === null) continue;
      const refused = roleRefusal(look, mount, role);
      const isForBrowsers = /oidc role_type/.test(error) || refused?.member[0] === 'role_type';
      if (!isForBrowsers) continue;
      const address = about.jwtRole(mount, role);
      yield {
        message: `role ${role} of auth/${mount} is for logins by browser: ${refused?.text ?? error}`,
        about: address,
        blames: behind(login),
        subject: { object: address },
        origin: look.originOf(address),
        path: 'role_type',
        severity: severityOf(look, login),
        evidence: { error: refused?.text ?? error, tasks: login.tasks.length },
      };
    }
  },
});
