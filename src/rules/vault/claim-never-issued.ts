import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { isObject } from '../../validation/object.ts';
import { lackingMetadata } from './lacking-metadata.ts';
import { rolesInUse } from './roles-in-use.ts';

/** What stands in a JWT for a task: registered claims, Nomad's own, and extra ones. */
const issued =
  /^(?:iss|sub|aud|exp|nbf|iat|jti|nomad_(?:namespace|job_id|task|service|allocation_id|workload_id|node_id)|consul_namespace|vault_(?:namespace|role)|extra_claims(?:\/.*)?)$/;

export default defineRule({
  id: 'vault/claim-never-issued',
  title: 'a role maps a claim that Nomad never writes',
  cases: ['CL-09'],
  severity: 'warning',
  reads: ['vault/objects'],
  why: 'A mapped claim that the JWT does not have leaves its metadata empty, without an error. Every policy path that is made from that metadata then denies. Nomad has no `nomad_group`, for one.',
  fix: 'Map claims that Nomad writes: nomad_namespace, nomad_job_id, nomad_task, nomad_allocation_id, or extra claims below `/extra_claims/`.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The role maps nomad_group.',
      world: (healthy) => change.jwtRole(healthy, { claim_mappings: { nomad_group: 'group' } }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const inUse of rolesInUse(look)) {
      const { mount, name, role } = inUse;
      const mappings = role['claim_mappings'];
      for (const claim of Object.keys(isObject(mappings) ? mappings : {})) {
        if (issued.test(claim) || (claim.startsWith('/') && issued.test(claim.slice(1)))) continue;
        const address = about.jwtRole(mount, name);
        yield {
          message: `role ${name} of auth/${mount} maps the claim ${claim}, which Nomad never writes`,
          about: address,
          // What is mapped in vain is mostly why something else is not mapped.
          blames: lackingMetadata(look, inUse).length > 0 ? [address] : [],
          subject: { object: address },
          origin: look.originOf(address),
          path: `claim_mappings/${claim}`,
          evidence: { claim },
        };
      }
    }
  },
});
