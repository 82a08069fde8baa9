import { isObject, textsOf } from '../../validation/object.ts';
import type { Look } from '../look.ts';
import type { RoleInUse } from './roles-in-use.ts';

/** What a policy of a role is templated with and the role does not map. */
export interface Lacking {
  readonly policy: string;
  readonly lacking: readonly string[];
  readonly mapped: readonly unknown[];
}

/** By policy, the metadata of aliases that its paths are made from and that logins with the role do not give. */
export function lackingMetadata(look: Look, { mount, role }: RoleInUse): readonly Lacking[] {
  const accessor = look.mount(mount)?.accessor ?? '';
  const mappings = role['claim_mappings'];
  const given = new Set(Object.values(isObject(mappings) ? mappings : {}));
  return textsOf(role['token_policies']).flatMap((policy) => {
    const text = look.world.vault?.policies[policy] ?? '';
    const used = [...text.matchAll(/identity\.entity\.aliases\.([A-Za-z0-9_-]+)\.metadata\.([A-Za-z0-9_-]+)/g)];
    const lacking = [...new Set(used.filter(([, own]) => own === accessor).map(([, , key = '']) => key))].filter(
      (key) => !given.has(key),
    );
    return lacking.length === 0 ? [] : [{ policy, lacking, mapped: [...given] }];
  });
}
