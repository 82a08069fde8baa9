import type { Rights } from '../consul/rights.ts';

/** Something over everything of its sort that a token may do. */
export interface Excess {
  /** `key:write on all keys`, `acl:write`. */
  readonly what: string;
  /** The policy that gives it. */
  readonly by: string;
}

const scalars: ReadonlySet<string> = new Set(['acl', 'keyring', 'mesh', 'operator', 'peering']);

/** From the worst on; of one resource only the strongest counts. To read nodes, services and agents is what most may. */
const worrying: readonly string[] = [
  'acl:write', 'acl:read', 'operator:write', 'keyring:write', 'keyring:read', 'key:write', 'key:read', 'service:write',
  'node:write', 'agent:write', 'mesh:write', 'peering:write', 'query:write', 'event:write', 'session:write',
]; // prettier-ignore

/**
 * What of the worrying things a token may do.
 * @param fine what its owner needs, as `service:write`; reading of the same goes with it
 */
export function excessOf(rights: Rights, fine: readonly string[] = []): readonly Excess[] {
  const seen = new Set<string>();
  return worrying.flatMap((permission): readonly Excess[] => {
    const [resource = '', access = ''] = permission.split(':');
    if (seen.has(resource) || !rights.allows(resource, '', access)) return [];
    seen.add(resource);
    if (fine.includes(permission) || fine.includes(`${resource}:write`)) return [];
    // Without rules of its own the mesh goes by `operator`, which is said already.
    if ((resource === 'mesh' || resource === 'peering') && rights.allows('operator', '', 'write')) return [];
    const by = rights.by({ resource, segment: '', access });
    // What the default policy allows, it allows everybody.
    if (by === undefined) return [];
    return [{ what: scalars.has(resource) ? permission : `${permission} on every name`, by }];
  });
}
