import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { behind, severityOf, vaultLogins } from './vault-logins.ts';

export default defineRule({
  id: 'vault/mount-not-configured',
  title: 'the JWT mount has no configuration',
  cases: ['VM-04'],
  severity: 'error',
  reads: ['vault/objects'],
  why: 'A mount that was never configured knows no keys: `could not load configuration`.',
  fix: "Configure it with the address of Nomad's keys; `wid apply` with the preset `nomad-vault` does.",
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The mount has no config.',
      world: (healthy) => change.mount(healthy, (mount) => ({ ...mount, config: null })),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const login of vaultLogins(look)) {
      const { mount, error } = login;
      if (error === null || !/could not load configuration/.test(error)) continue;
      const address = about.jwtConfig(mount);
      yield {
        message: `auth/${mount} is mounted and not configured: ${error}`,
        about: address,
        blames: behind(login),
        subject: { object: address },
        origin: look.originOf(address),
        severity: severityOf(look, login),
        evidence: { error, tasks: login.tasks.length },
      };
    }
  },
});
