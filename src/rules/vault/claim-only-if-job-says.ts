import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { isObject } from '../../validation/object.ts';
import { rolesInUse } from './roles-in-use.ts';

export default defineRule({
  id: 'vault/claim-only-if-job-says',
  title: 'a role maps a claim that only some jobs have',
  cases: ['CL-08'],
  severity: 'info',
  reads: ['vault/objects'],
  why: '`vault_role` and `vault_namespace` stand in a JWT only when the job itself names them; a role that comes from the client or the mount does not count. Policies that are templated with them deny for all other jobs.',
  fix: 'Template policies with nomad_namespace, nomad_job_id or nomad_task.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The role maps vault_role.',
      world: (healthy) =>
        change.jwtRole(healthy, {
          claim_mappings: {
            vault_role: 'vault_role',
            nomad_namespace: 'nomad_namespace',
            nomad_job_id: 'nomad_job_id',
          },
        }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { mount, name, role } of rolesInUse(look)) {
      const mappings = role['claim_mappings'];
      for (const claim of Object.keys(isObject(mappings) ? mappings : {})) {
        if (!/^\/?vault_(?:role|namespace)$/.test(claim)) continue;
        const address = about.jwtRole(mount, name);
        yield {
          message: `role ${name} of auth/${mount} maps ${claim}, which only jobs have that name it themselves`,
          about: address,
          subject: { object: address },
          origin: look.originOf(address),
          path: `claim_mappings/${claim}`,
        };
      }
    }
  },
});
