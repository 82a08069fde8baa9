import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { isObject, textsOf } from '../../validation/object.ts';
import { rolesInUse } from './roles-in-use.ts';

export default defineRule({
  id: 'vault/template-without-mapping',
  title: 'a templated policy uses metadata that no role gives',
  cases: ['VP-03', 'CL-08', 'CL-09'],
  severity: 'error',
  reads: ['vault/objects'],
  why: 'Metadata of an alias comes from `claim_mappings` of the role, and from nothing else. A path that is made from metadata which is not mapped cannot be filled in, and Vault drops it: `permission denied`. `identity.entity.metadata` is another thing, which logins do not fill.',
  fix: 'Map the claim in the role, or use metadata that is mapped.',
  references: ['https://developer.hashicorp.com/vault/docs/concepts/policies'],
  examples: {
    bad: {
      says: 'The role maps no nomad_job_id.',
      world: (healthy) => change.jwtRole(healthy, { claim_mappings: { nomad_job_id: null } }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { mount, name, role } of rolesInUse(look)) {
      const accessor = look.mount(mount)?.accessor ?? '';
      const mappings = role['claim_mappings'];
      const given = new Set(Object.values(isObject(mappings) ? mappings : {}));
      for (const policy of textsOf(role['token_policies'])) {
        const text = look.world.vault?.policies[policy] ?? '';
        const used = [...text.matchAll(/identity\.entity\.aliases\.([A-Za-z0-9_-]+)\.metadata\.([A-Za-z0-9_-]+)/g)];
        const lacking = [...new Set(used.filter(([, own]) => own === accessor).map(([, , key = '']) => key))].filter(
          (key) => !given.has(key),
        );
        if (lacking.length === 0) continue;
        const address = about.jwtRole(mount, name);
        yield {
          message: `policy ${policy} is templated with the metadata ${lacking.join(', ')}, which role ${name} does not map`,
          about: address,
          subject: { object: address },
          origin: look.originOf(address),
          path: 'claim_mappings',
          evidence: { policy, lacking, mapped: [...given] },
        };
      }
    }
  },
});
