import type { ApiObject } from '../../model/api-object.ts';
import { textsOf } from '../../validation/object.ts';
import type { Look } from '../look.ts';
import { vaultLogins } from './vault-logins.ts';

export interface RoleInUse {
  readonly mount: string;
  readonly name: string;
  readonly role: ApiObject;
}

/** The role of tasks that name none: what clients say, or else the mount. */
export function usualRole(look: Look, mount: string): unknown {
  return look.settings.logins.vaultRole || look.mount(mount)?.config?.['default_role'];
}

/** The roles that tasks log in with, and the one that they would without naming any. */
export function rolesInUse(look: Look): readonly RoleInUse[] {
  const { vaultMount } = look.settings.logins;
  const usual = usualRole(look, vaultMount);
  const named = new Map(vaultLogins(look).map(({ mount, role }) => [JSON.stringify([mount, role]), { mount, role }]));
  if (typeof usual === 'string') named.set(JSON.stringify([vaultMount, usual]), { mount: vaultMount, role: usual });
  return [...named.values()].flatMap(({ mount, role: name }) => {
    const roles = look.mount(mount)?.roles ?? {};
    const role = Object.hasOwn(roles, name) ? roles[name] : undefined;
    return role === undefined ? [] : [{ mount, name, role }];
  });
}

/** The policies that these roles give. */
export function policiesInUse(look: Look): readonly string[] {
  return [...new Set(rolesInUse(look).flatMap(({ role }) => textsOf(role['token_policies'])))];
}

/** Accessors of all auth mounts; those of JWT mounts as they were read last. */
export function currentAccessors(look: Look): ReadonlySet<string> {
  const { mounts = [], authMounts = {} } = look.world.vault ?? {};
  const jwt = new Set(mounts.map(({ path }) => path));
  return new Set([
    ...mounts.map(({ accessor }) => accessor),
    ...Object.entries(authMounts).flatMap(([path, { accessor }]) => (jwt.has(path) ? [] : [accessor])),
  ]);
}
