import { isObject, textsOf } from '../../validation/object.ts';
import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { linkOf } from '../link-of.ts';
import type { Look } from '../look.ts';
import { rolesInUse } from './roles-in-use.ts';

const claimsOfTasks: ReadonlySet<string> = new Set(['nomad_namespace', 'nomad_job_id', 'nomad_task']);

export default defineRule({
  id: 'vault/claims-crossed',
  title: 'a role maps a claim to the name of another one',
  cases: ['CL-09'],
  severity: 'error',
  reads: ['vault/objects'],
  why: "Templated policies go by the names on the right side of `claim_mappings`. Where the name of one claim stands for the value of another, their paths are filled in with something else: a task meets `permission denied` at its own secrets, and may be let in to another job's.",
  fix: 'Map each claim of Nomad to its own name, as `nomad setup vault` does.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The role maps nomad_task to nomad_job_id.',
      world: (healthy) =>
        change.jwtRole(healthy, { claim_mappings: { nomad_job_id: null, nomad_task: 'nomad_job_id' } }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { mount, name, role } of rolesInUse(look)) {
      const mappings = role['claim_mappings'];
      const texts = textsOf(role['token_policies']).map((policy) => look.world.vault?.policies[policy] ?? '');
      const crossed = Object.entries(isObject(mappings) ? mappings : {}).filter(([claim, target]) => {
        const own = claim.replace(/^\//, '');
        return (
          typeof target === 'string' &&
          own !== target &&
          claimsOfTasks.has(own) &&
          claimsOfTasks.has(target) &&
          texts.some((text) => text.includes(`.metadata.${target}`))
        );
      });
      if (crossed.length === 0) continue;
      const address = about.jwtRole(mount, name);
      yield {
        message: `role ${name} of auth/${mount} maps ${crossed.map(([claim, target]) => `${claim} to ${String(target)}`).join(' and ')}, and its policies take the one for the other`,
        about: address,
        blames: [address],
        subject: { object: address },
        origin: look.originOf(address),
        path: 'claim_mappings',
        // Somebody may mean it; what it breaks, nobody does.
        severity: isSomeoneRefused(look, mount, name) ? 'error' : 'info',
        evidence: { claim_mappings: mappings },
      };
    }
  },
});

function isSomeoneRefused(look: Look, mount: string, role: string): boolean {
  return look.sampledWorkloads.some((one) => {
    const chain = one.chain('vault');
    const login = linkOf(chain, 'login');
    if (chain?.broken == null || login === undefined || !('mount' in login.at)) return false;
    return login.at.mount === mount && login.at.role === role;
  });
}
