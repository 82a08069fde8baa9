import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { rolesInUse } from './roles-in-use.ts';

export default defineRule({
  id: 'vault/batch-tokens',
  title: 'a role gives batch tokens, which cannot be renewed',
  cases: ['VR-06', 'JS-12'],
  severity: 'warning',
  reads: ['vault/objects'],
  why: 'A batch token ends after its ttl and no renewal helps: a long-running task loses Vault then, and its templates fail.',
  fix: 'Set `token_type` to `service`.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The role gives batch tokens.',
      world: (healthy) => change.jwtRole(healthy, { token_type: 'batch', token_period: 0 }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { mount, name, role } of rolesInUse(look)) {
      if (!(role['token_type'] === 'batch')) continue;
      const address = about.jwtRole(mount, name);
      yield {
        message: `role ${name} of auth/${mount} gives batch tokens`,
        about: address,
        subject: { object: address },
        origin: look.originOf(address),
        path: 'token_type',
        evidence: { token_type: role['token_type'] },
      };
    }
  },
});
