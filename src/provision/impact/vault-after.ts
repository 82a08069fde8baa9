import { sameName } from '../../kinds/scope.ts';
import type { VaultMountWorld, VaultWorld } from '../../model/world.ts';
import type { Effect, Held } from './effects.ts';

interface Objects {
  mounts: readonly VaultMountWorld[];
  policies: Readonly<Record<string, string>>;
}

/** The world with the plan's objects as the plan found them: a saved world may be older than that. */
export function vaultBefore(vault: VaultWorld, effects: readonly Effect[]): VaultWorld {
  const objects: Objects = { mounts: vault.mounts, policies: vault.policies };
  for (const { kind, before, after } of effects) {
    if (before === undefined && after !== undefined) remove(objects, kind, after);
  }
  for (const { kind, before } of effects) if (before !== undefined) write(objects, kind, before);
  return { ...vault, ...objects };
}

/** The world as the plan leaves it. What goes, goes first; with a mount, Vault deletes its config and roles. */
export function vaultAfter(vault: VaultWorld, effects: readonly Effect[]): VaultWorld {
  const objects: Objects = { mounts: vault.mounts, policies: vault.policies };
  for (const { kind, removes, before } of effects) if (removes && before !== undefined) remove(objects, kind, before);
  for (const { kind, after, counts } of effects) if (after !== undefined && counts) write(objects, kind, after);
  return { ...vault, ...objects };
}

function write(objects: Objects, kind: Effect['kind'], { identity, id, api }: Held): void {
  const { name, parent = '' } = identity;
  switch (kind) {
    case 'vault/auth-mount': {
      const there = objects.mounts.find(({ path }) => path === name);
      const made = { config: null, roles: {}, ...there, path: name, accessor: id ?? there?.accessor ?? '' };
      objects.mounts = [...objects.mounts.filter((one) => one !== there), made];
      return;
    }
    case 'vault/jwt-config':
      inMount(objects, name, (mount) => ({ ...mount, config: api }));
      return;
    case 'vault/jwt-role':
      inMount(objects, parent, (mount) => ({ ...mount, roles: { ...omitted(mount.roles, name), [name]: api } }));
      return;
    case 'vault/policy': {
      const text = api['policy'];
      objects.policies = { ...omitted(objects.policies, name), [name]: typeof text === 'string' ? text : '' };
      return;
    }
    default:
  }
}

function remove(objects: Objects, kind: Effect['kind'], { identity: { name, parent = '' } }: Held): void {
  switch (kind) {
    case 'vault/auth-mount':
      objects.mounts = objects.mounts.filter(({ path }) => path !== name);
      return;
    case 'vault/jwt-config':
      inMount(objects, name, (mount) => ({ ...mount, config: null }));
      return;
    case 'vault/jwt-role':
      inMount(objects, parent, (mount) => ({ ...mount, roles: omitted(mount.roles, name) }));
      return;
    case 'vault/policy':
      objects.policies = omitted(objects.policies, name);
      return;
    default:
  }
}

function inMount(objects: Objects, path: string, edit: (mount: VaultMountWorld) => VaultMountWorld): void {
  objects.mounts = objects.mounts.map((mount) => (mount.path === path ? edit(mount) : mount));
}

/** Vault keeps the names of roles and policies in lower case. */
function omitted<T>(all: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(all).filter(([one]) => !sameName(one, name)));
}
