import { about } from '../about.ts';
import { change } from '../change.ts';
import type { Look } from '../look.ts';
import { defineRule } from '../rule.ts';
import { aliasOf } from './alias-of.ts';

export default defineRule({
  id: 'vault/entity-disabled',
  title: 'the entity of a workload is disabled',
  cases: [],
  severity: 'error',
  reads: ['vault/aliases', 'nomad/jobs'],
  why: 'Vault knows the bearers of JWTs by an alias, the value of `user_claim`, and keeps an entity for each. Somebody has disabled this one: all logins of its workloads are answered with `permission denied`, and the tokens that they have got no longer work.',
  fix: 'Enable it again with `vault write identity/entity/id/<id> disabled=false`, once it is known why it was disabled: mostly because its credentials had leaked.',
  references: ['https://developer.hashicorp.com/vault/api-docs/secret/identity/entity'],
  examples: {
    bad: {
      says: 'The entity of the job web is disabled.',
      world: (healthy) =>
        change.vault(healthy, {
          aliases: (healthy.vault?.aliases ?? []).map((one) => ({ ...one, entity: { disabled: true, policies: [] } })),
        }),
    },
    good: { says: 'It is not.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const [address, { mount, alias, users }] of disabled(look))
      yield {
        message: `Vault has disabled the entity that auth/${mount} knows as ${alias}: ${users.join(', ')} cannot log in`,
        about: address,
        subject: { object: address },
        origin: { from: 'server', request: 'vault LIST /v1/identity/entity-alias/id' },
        evidence: { mount, alias, workloads: users.slice(0, 20) },
      };
  },
});

interface Disabled {
  readonly mount: string;
  readonly alias: string;
  readonly users: string[];
}

function disabled(look: Look): ReadonlyMap<string, Disabled> {
  const off = (look.world.vault?.aliases ?? []).filter(({ entity }) => entity?.disabled === true);
  const found = new Map<string, Disabled>();
  // Nearly always; there is no need to look at all workloads then.
  if (off.length === 0) return found;
  for (const one of look.sampledWorkloads) {
    const known = aliasOf(one.chain('vault'));
    if (known === undefined) continue;
    const { mount, alias } = known;
    const accessor = look.mount(mount)?.accessor;
    if (!off.some((other) => other.name === alias && other.accessor === accessor)) continue;
    const address = about.vaultEntity(mount, alias);
    const entry = found.get(address) ?? { mount, alias, users: [] };
    found.set(address, entry);
    entry.users.push(`task ${one.task?.name ?? ''} of job ${one.of.job.id}`);
  }
  return found;
}
