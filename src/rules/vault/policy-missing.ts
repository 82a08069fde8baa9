import { textsOf } from '../../validation/object.ts';
import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { rolesInUse } from './roles-in-use.ts';

export default defineRule({
  id: 'vault/policy-missing',
  title: 'a role names a policy that does not exist',
  cases: ['VR-08'],
  severity: 'error',
  reads: ['vault/objects'],
  why: 'Vault does not look whether the policies of a role exist. A token with the name of one that does not has no right from it: `permission denied`.',
  fix: 'Write the policy, or name one that exists.',
  references: ['https://developer.hashicorp.com/vault/docs/concepts/policies'],
  examples: {
    bad: {
      says: 'The policy nomad-workloads is gone.',
      world: (healthy) => change.vault(healthy, { policies: {} }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { mount, name, role } of rolesInUse(look)) {
      const policies = look.world.vault?.policies ?? {};
      const missing = textsOf(role['token_policies']).filter(
        (policy) =>
          policy !== 'default' &&
          policy !== 'root' &&
          !Object.hasOwn(policies, policy.toLowerCase()) &&
          !Object.hasOwn(policies, policy),
      );
      for (const policy of missing) {
        const address = about.vaultPolicy(policy);
        yield {
          message: `role ${name} of auth/${mount} names the policy ${policy}, which does not exist`,
          about: address,
          subject: { object: about.jwtRole(mount, name) },
          origin: look.originOf(about.jwtRole(mount, name)),
          path: 'token_policies',
          evidence: { policies: Object.keys(policies) },
        };
      }
    }
  },
});
