import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { rolesInUse } from './roles-in-use.ts';

export default defineRule({
  id: 'vault/period-too-long',
  title: 'the period of a role is longer than its mount allows',
  cases: ['VR-05'],
  severity: 'error',
  reads: ['vault/objects'],
  why: "Vault refuses a login when `token_period` is longer than the maximum lease of the mount: `'period' of … is greater than the backend's maximum lease TTL`.",
  fix: 'Shorten `token_period`, or raise `max_lease_ttl` of the mount.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The maximum lease of the mount is ten minutes.',
      world: (healthy) => change.mount(healthy, (mount) => ({ ...mount, maxLeaseTtl: 600 })),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { mount, name, role } of rolesInUse(look)) {
      const most = look.mount(mount)?.maxLeaseTtl ?? 0;
      const period = Number(role['token_period'] ?? 0);
      if (most === 0 || period <= most) continue;
      const address = about.jwtRole(mount, name);
      yield {
        message: `role ${name} has a token_period of ${String(period)} s, and auth/${mount} allows ${String(most)} s`,
        about: address,
        subject: { object: address },
        origin: look.originOf(address),
        path: 'token_period',
        evidence: { token_period: period, max_lease_ttl: most },
      };
    }
  },
});
