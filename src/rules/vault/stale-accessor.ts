import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import type { Look } from '../look.ts';
import { textsOf } from '../../validation/object.ts';
import { currentAccessors, rolesInUse } from './roles-in-use.ts';

export default defineRule({
  id: 'vault/stale-accessor',
  title: 'a templated policy names the accessor of another mount',
  cases: ['VP-01', 'JW-07'],
  severity: 'error',
  reads: ['vault/objects'],
  why: 'Policies are templated with the accessor of the JWT mount, which is new whenever the mount is made again. With another one the path cannot be filled in, Vault drops it, and every request is denied with `permission denied`.',
  fix: 'Write the accessor that the mount has now; in the spec `${accessor.jwt-nomad}` stands for it.',
  references: ['https://developer.hashicorp.com/vault/docs/concepts/policies'],
  examples: {
    bad: {
      says: 'The mount was made again and has another accessor.',
      world: (healthy) => change.mount(healthy, (mount) => ({ ...mount, accessor: 'auth_jwt_11111111' })),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    const { vault } = look.world;
    // Without a mount that is the finding, and there is no accessor to compare with.
    if (vault === undefined || vault.mounts.length === 0) return;
    const current = currentAccessors(look);
    for (const [name, mounts] of policiesByMounts(look)) {
      const text = vault.policies[name] ?? '';
      const named = new Set(
        [...text.matchAll(/identity\.entity\.aliases\.([A-Za-z0-9_-]+)\./g)].map(([, one = '']) => one),
      );
      const gone = [...named].filter((one) => !current.has(one));
      // One that names its own mount may name others too: it serves several.
      const own = mounts.map((path) => look.mount(path)?.accessor ?? '');
      const stale = own.some((one) => named.has(one)) ? gone : [...named];
      if (stale.length === 0) continue;
      const address = about.vaultPolicy(name);
      yield {
        message: `policy ${name} is templated with ${stale.join(', ')}, which is ${gone.length > 0 ? 'no accessor of a mount' : `not the accessor of auth/${mounts.join(' or auth/')}`}`,
        about: address,
        subject: { object: address },
        origin: look.originOf(address),
        evidence: { stale, mounts: vault.mounts.map(({ path, accessor }) => ({ path, accessor })) },
      };
    }
  },
});

/** The policies of the roles that tasks use, with the mounts of these. */
function policiesByMounts(look: Look): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>();
  for (const { mount, role } of rolesInUse(look))
    for (const policy of textsOf(role['token_policies'])) all.set(policy, [...(all.get(policy) ?? []), mount]);
  return new Map([...all].map(([policy, mounts]) => [policy, [...new Set(mounts)]]));
}
