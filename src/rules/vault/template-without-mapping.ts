import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { lackingMetadata } from './lacking-metadata.ts';
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
    for (const inUse of rolesInUse(look)) {
      const { mount, name } = inUse;
      for (const { policy, lacking, mapped } of lackingMetadata(look, inUse)) {
        const address = about.jwtRole(mount, name);
        yield {
          message: `policy ${policy} is templated with the metadata ${lacking.join(', ')}, which role ${name} does not map`,
          about: address,
          subject: { object: address },
          origin: look.originOf(address),
          path: 'claim_mappings',
          evidence: { policy, lacking, mapped },
        };
      }
    }
  },
});
