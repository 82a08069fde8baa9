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
      const own = role['token_type'];
      const tuned = look.mount(mount)?.tokenType;
      // `batch` of the mount counts whatever the role says; `default-batch` where the role says nothing.
      const byMount = tuned === 'batch' || (tuned === 'default-batch' && (own === 'default' || own === ''));
      if (own !== 'batch' && !byMount) continue;
      const address = byMount ? about.authMount(mount) : about.jwtRole(mount, name);
      yield {
        message: byMount
          ? `auth/${mount} is tuned to give batch tokens (token_type ${tuned}), to those who log in with role ${name} too`
          : `role ${name} of auth/${mount} gives batch tokens`,
        about: address,
        subject: { object: address },
        origin: look.originOf(address),
        path: 'token_type',
        evidence: { token_type: own, mount: tuned },
      };
    }
  },
});
