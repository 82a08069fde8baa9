import { sameName } from '../../kinds/scope.ts';
import type { ApiObject } from '../../model/api-object.ts';
import type { ConsulWorld, VaultWorld } from '../../model/world.ts';
import type { Chain, LoginLink } from '../../simulate/explain/explanation.ts';
import { isObject } from '../../validation/object.ts';
import type { Effect } from './effects.ts';

/** The same server before and after. */
export interface Sides<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** Which effects a login may depend on: by the auth method, or the mount and the role, that it goes to. */
export type Touching = (at: LoginLink['at']) => readonly Effect[];

/**
 * Says of each login which of the plan's effects it may depend on. Rather one too many than one too few: what does
 * come of it is worked out login by login.
 */
export function touching(effects: readonly Effect[], consul: Sides<ConsulWorld>, vault: Sides<VaultWorld>): Touching {
  const counting = effects.filter(({ counts }) => counts);
  const known = new Map<string, readonly Effect[]>();
  return (at) => {
    const key = JSON.stringify(at);
    const found =
      known.get(key) ??
      counting.filter((effect) =>
        'authMethod' in at ? touchesMethod(effect, at.authMethod, consul) : touchesMount(effect, at, vault),
      );
    known.set(key, found);
    return found;
  };
}

/** Where the workload of a chain logs in; `undefined` when it has no identity to do so, or does it at another cluster. */
export function loginOf({ links }: Chain): LoginLink['at'] | undefined {
  const login = links.find((link) => link.link === 'login');
  return login?.cluster === undefined ? login?.at : undefined;
}

function touchesMethod(
  { kind, before, after }: Effect,
  method: string,
  { before: was, after: is }: Sides<ConsulWorld>,
): boolean {
  const names = [before, after].flatMap((held) => (held === undefined ? [] : [held.identity]));
  switch (kind) {
    case 'consul/auth-method':
      return names.some(({ name }) => sameName(name, method));
    case 'consul/binding-rule':
      return names.some(({ parent = '' }) => sameName(parent, method));
    case 'consul/role':
      return names.some(({ name }) => [was, is].some((side) => binds(side, method, 'role', name)));
    case 'consul/policy':
      return names.some(({ name }) =>
        [was, is].some(
          (side) =>
            binds(side, method, 'policy', name) ||
            (side?.roles ?? []).some(
              (role) => links(role, name, side?.policies) && binds(side, method, 'role', text(role['Name'])),
            ),
        ),
      );
    default:
      return false;
  }
}

/** Whether some rule of the method may bind to that name, whatever the variables in its bind name come to. */
function binds(side: ConsulWorld | undefined, method: string, type: string, name: string): boolean {
  return (side?.bindingRules ?? []).some((rule) => {
    if (!sameName(text(rule['AuthMethod']), method) || text(rule['BindType']) !== type) return false;
    const parts = text(rule['BindName'])
      .split(/\$\{[^}]*\}/)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 'is').test(name);
  });
}

function links(role: ApiObject, policy: string, policies: readonly ApiObject[] = []): boolean {
  const id = policies.find(({ Name }) => sameName(text(Name), policy))?.['ID'];
  const all = Array.isArray(role['Policies']) ? role['Policies'] : [];
  return all.some(
    (link) => isObject(link) && (sameName(text(link['Name']), policy) || (id !== undefined && link['ID'] === id)),
  );
}

function touchesMount(
  { kind, before, after }: Effect,
  at: { readonly mount: string; readonly role: string },
  { before: was, after: is }: Sides<VaultWorld>,
): boolean {
  const names = [before, after].flatMap((held) => (held === undefined ? [] : [held.identity]));
  switch (kind) {
    case 'vault/auth-mount':
    case 'vault/jwt-config':
      return names.some(({ name }) => name === at.mount);
    case 'vault/jwt-role':
      return names.some(({ name, parent }) => parent === at.mount && sameName(name, at.role));
    case 'vault/policy':
      return names.some(({ name }) => [was, is].some((side) => grants(side, at, name)));
    default:
      return false;
  }
}

/** Whether the tokens of a role have that policy. OpenBao fills in names of policies; what from is not known here. */
function grants(side: VaultWorld | undefined, at: { mount: string; role: string }, policy: string): boolean {
  if (policy === 'default') return true;
  const roles = side?.mounts.find(({ path }) => path === at.mount)?.roles ?? {};
  const [, role] = Object.entries(roles).find(([name]) => sameName(name, at.role)) ?? [];
  const named = [...texts(role?.['token_policies']), ...texts(role?.['policies'])];
  return named.some((one) => one.includes('{{') || sameName(one, policy));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(',').map((one) => one.trim());
  return Array.isArray(value) ? value.map(text) : [];
}

/** Of the effects that a login may depend on, those that it does depend on, as far as names tell. */
export function concerning(effects: readonly Effect[], chains: readonly Chain[]): readonly Effect[] {
  const named = new Set(chains.flatMap(({ links: all }) => all.flatMap(namesIn)));
  return effects.filter(({ kind, before, after }) => {
    if (!/\/(?:role|policy)$/.test(kind)) return true;
    return [before, after].some((held) => held !== undefined && named.has(held.identity.name.toLowerCase()));
  });
}

function namesIn(link: Chain['links'][number]): readonly string[] {
  if (link.link === 'rules') return lower(link.tried.flatMap(({ matched, name }) => (matched && name ? [name] : [])));
  if (link.link !== 'grant') return [];
  return lower([...link.policies, ...link.roles.flatMap(({ name, policies }) => [name, ...policies])]);
}

function lower(names: readonly string[]): readonly string[] {
  return names.map((name) => name.toLowerCase());
}
