import type { Areas } from './area.ts';
import { bexprAreas } from './bexpr.ts';
import { consulAclAreas } from './consul-acl.ts';
import { consulLoginAreas } from './consul-login.ts';
import { consulObjectAreas } from './consul-objects.ts';
import { vaultAreas } from './vault.ts';

/** Every area of the vectors. */
export const areas: Areas = {
  ...bexprAreas,
  ...consulObjectAreas,
  ...consulLoginAreas,
  ...consulAclAreas,
  ...vaultAreas,
};
