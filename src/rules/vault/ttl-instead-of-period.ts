import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { rolesInUse } from './roles-in-use.ts';

export default defineRule({
  id: 'vault/ttl-instead-of-period',
  title: 'tokens of a role are not periodic',
  cases: ['VR-04'],
  severity: 'warning',
  reads: ['vault/objects'],
  why: 'Nomad renews the Vault token of a task for as long as the task runs. A token without `token_period` can be renewed only up to its maximum life; older clients renew it by 30 seconds at a time.',
  fix: 'Set `token_period` (30 minutes, say) and leave `token_ttl` and the maximum at 0.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The role has token_ttl and no token_period.',
      world: (healthy) => change.jwtRole(healthy, { token_period: 0, token_ttl: 3600 }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { mount, name, role } of rolesInUse(look)) {
      if (!(role['token_period'] === 0 && role['token_type'] !== 'batch')) continue;
      const address = about.jwtRole(mount, name);
      yield {
        message: `role ${name} of auth/${mount} has no token_period`,
        about: address,
        subject: { object: address },
        origin: look.originOf(address),
        path: 'token_period',
        evidence: { token_period: role['token_period'] },
      };
    }
  },
});
