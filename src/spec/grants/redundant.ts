import type { PresetEntry } from '../sections/presets.ts';
import type { Spec } from '../resource.ts';
import type { WrittenGrant } from './compile.ts';

/**
 * Grants at Consul to tasks that read everything already by the tasks role of a preset: one warning a Nomad namespace,
 * at the first such grant.
 */
export function redundantGrants(grants: readonly WrittenGrant[], presets: readonly PresetEntry[]): Spec['warnings'] {
  const told = new Set<string>();
  return grants.flatMap(({ grant: { consul, namespace, service }, spot }) => {
    if (consul === undefined || service !== undefined) return [];
    return presets.flatMap((preset) => {
      if (preset.preset !== 'nomad-consul' || !preset.namespaces.includes(namespace)) return [];
      if (consul.auth_method !== undefined && consul.auth_method !== preset.auth_method) return [];
      const role = `${preset.role_prefix}${namespace}${preset.role_suffix}`;
      if (told.has(role)) return [];
      told.add(role);
      return [
        {
          message:
            `the role ${role} of the preset lets every task of the Nomad namespace ${namespace} read all keys and ` +
            'services, so this grant adds nothing to it; leave the namespace out of the preset’s `namespaces` ' +
            '(`[]` for grants only) where tasks may read no more than their grants',
          place: spot.field('consul'),
        },
      ];
    });
  });
}
