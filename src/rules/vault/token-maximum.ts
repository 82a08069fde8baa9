import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { rolesInUse } from './roles-in-use.ts';

export default defineRule({
  id: 'vault/token-maximum',
  title: 'tokens of a role end while their tasks run',
  cases: ['VR-05'],
  severity: 'warning',
  reads: ['vault/objects'],
  why: '`token_explicit_max_ttl` ends a token at that age however often it is renewed, and `token_max_ttl` ends one that has no period. The task then gets `permission denied`, a renewal `lease expired`, and the task restarts by its change_mode.',
  fix: 'Set both to 0 for roles of long-running tasks.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The role has an explicit maximum of a day.',
      world: (healthy) => change.jwtRole(healthy, { token_explicit_max_ttl: 86400 }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { mount, name, role } of rolesInUse(look)) {
      if (!(
        (Number(role['token_explicit_max_ttl'] ?? 0) > 0 ||
          (Number(role['token_max_ttl'] ?? 0) > 0 && Number(role['token_period'] ?? 0) === 0)) &&
        role['token_type'] !== 'batch'
      ))
        continue;
      const address = about.jwtRole(mount, name);
      yield {
        message: `tokens of role ${name} of auth/${mount} end at a fixed age`,
        about: address,
        // A token without a period has its maximum anyway.
        blames: Number(role['token_explicit_max_ttl'] ?? 0) > 0 ? [] : [address],
        subject: { object: address },
        origin: look.originOf(address),
        path: 'token_explicit_max_ttl',
        evidence: { token_explicit_max_ttl: role['token_explicit_max_ttl'] },
      };
    }
  },
});
