import type { Chain, DecidedBy } from '../../simulate/explain/explanation.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';
import { deniedNeeds } from '../workload/denied-needs.ts';
import { aliasOf } from './alias-of.ts';
import { rolesInUse } from './roles-in-use.ts';

export default defineRule({
  id: 'vault/entity-policies',
  title: 'an entity has policies beside those of its role',
  cases: ['VP-06'],
  severity: 'info',
  reads: ['vault/aliases'],
  why: 'What an entity or one of its groups has for policies counts for all tokens of its workloads, old ones too, as long as it has them. The role does not show them, `vault token lookup` lists them apart as `identity_policies`, and a `deny` among them outweighs all that the role gives.',
  fix: 'Give the policies to the role, or to a role for the job, where everybody looks for them; then take them from the entity or the group.',
  references: ['https://developer.hashicorp.com/vault/docs/concepts/identity#policies'],
  examples: {
    bad: {
      says: 'The entity of the job web has a policy of its own.',
      world: (healthy) =>
        change.vault(healthy, {
          aliases: (healthy.vault?.aliases ?? []).map((one) => ({
            ...one,
            entity: { disabled: false, policies: ['reports'] },
          })),
        }),
    },
    good: { says: 'Its workloads have what their role gives.', world: (healthy) => healthy },
  },

  *check(look) {
    const denied = deniedNeeds(look).filter(({ product }) => product === 'vault');
    const mounts = new Set(rolesInUse(look).map(({ mount }) => mount));
    for (const { name, accessor, entity } of look.world.vault?.aliases ?? []) {
      const mount = [...mounts].find((path) => look.mount(path)?.accessor === accessor);
      if (mount === undefined || entity === undefined || entity.policies.length === 0) continue;
      const address = about.vaultEntity(mount, name);
      const common = {
        subject: { object: address },
        origin: { from: 'server', request: 'vault LIST /v1/identity/entity-alias/id' },
        evidence: { mount, alias: name, policies: entity.policies },
      } as const;
      const owner = `whom auth/${mount} knows as ${name}`;
      const denying = new Set(
        denied
          .filter(({ chain }) => isOf(chain, mount, name))
          .flatMap(({ need: { decidedBy } }) => denyingOf(decidedBy, entity.policies)),
      );
      for (const policy of denying)
        yield {
          ...common,
          message: `${owner} has the policy ${policy} by its entity or its groups, which denies what the job needs`,
          about: about.vaultPolicy(policy),
          severity: 'error',
        };
      if (denying.size > 0) continue;
      yield {
        ...common,
        about: about.vaultEntityPolicies(mount, name),
        message: `${owner} has ${entity.policies.length === 1 ? 'the policy' : 'the policies'} ${entity.policies.join(', ')} by its entity or its groups`,
      };
    }
  },
});

function isOf(chain: Chain, mount: string, alias: string): boolean {
  const known = aliasOf(chain);
  return known?.mount === mount && known.alias === alias;
}

/** Which of an entity's policies decided that something is denied. */
function denyingOf(decidedBy: DecidedBy | null, policies: readonly string[]): readonly string[] {
  if (decidedBy === null || !('capabilities' in decidedBy) || !decidedBy.capabilities.includes('deny')) return [];
  return decidedBy.policies.filter((policy) => policies.includes(policy));
}
