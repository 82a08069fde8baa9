import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { behind, severityOf, vaultLogins } from './vault-logins.ts';

export default defineRule({
  id: 'vault/no-role',
  title: 'tasks name no role, and the mount has no default role',
  cases: ['VM-03', 'NC-03'],
  severity: 'error',
  reads: ['vault/objects'],
  why: "A login needs a role: that of the task's `vault` block, or `create_from_role` of the client, or `default_role` of the mount. Without any, Vault answers `missing role`.",
  fix: 'Set `default_role` of the mount (the preset does), or name a role in the jobs.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The mount has no default role.',
      world: (healthy) => change.jwtConfig(healthy, { default_role: '' }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const login of vaultLogins(look)) {
      const { mount, role, error } = login;
      if (error === null || !(role === '')) continue;
      const address = about.jwtConfig(mount);
      yield {
        message: `no role is named: neither by the task nor by the client, and auth/${mount} has no default_role (${error})`,
        about: address,
        blames: behind(login),
        subject: { object: address },
        origin: look.originOf(address),
        path: 'default_role',
        severity: severityOf(look, login),
        evidence: { error, tasks: login.tasks.length },
      };
    }
  },
});
