import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { rolesInUse } from './roles-in-use.ts';

export default defineRule({
  id: 'vault/limited-uses',
  title: 'tokens of a role are good for a few requests only',
  cases: ['VR-05'],
  severity: 'warning',
  reads: ['vault/objects'],
  why: 'With `token_num_uses` a token ends after so many requests, renewals and lookups by Nomad among them.',
  fix: 'Set `token_num_uses` to 0.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'Tokens of the role are good for five requests.',
      world: (healthy) => change.jwtRole(healthy, { token_num_uses: 5 }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { mount, name, role } of rolesInUse(look)) {
      if (!(Number(role['token_num_uses'] ?? 0) > 0)) continue;
      const address = about.jwtRole(mount, name);
      yield {
        message: `tokens of role ${name} of auth/${mount} are good for ${String(role['token_num_uses'])} requests`,
        about: address,
        subject: { object: address },
        origin: look.originOf(address),
        path: 'token_num_uses',
        evidence: { token_num_uses: role['token_num_uses'] },
      };
    }
  },
});
