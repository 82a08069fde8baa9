import { isDeepStrictEqual } from 'node:util';
import { bindingRule } from '../../kinds/consul/binding-rule.ts';
import { fromApi, toApi, type KindId } from '../../kinds/kind.ts';
import { sameName } from '../../kinds/scope.ts';
import type { ApiObject } from '../../model/api-object.ts';
import type { ConsulWorld } from '../../model/world.ts';
import { isObject } from '../../validation/object.ts';
import type { Effect, Held } from './effects.ts';

type Part = 'authMethods' | 'bindingRules' | 'roles' | 'policies';
type Objects = { [P in Part]: readonly ApiObject[] };

const parts: Partial<Record<KindId, Part>> = {
  'consul/auth-method': 'authMethods',
  'consul/binding-rule': 'bindingRules',
  'consul/role': 'roles',
  'consul/policy': 'policies',
};

/** The world with the plan's objects as the plan found them: a saved world may be older than that. */
export function consulBefore(consul: ConsulWorld, effects: readonly Effect[]): ConsulWorld {
  const objects: Objects = { ...consul };
  for (const { kind, before, after } of effects) {
    const part = parts[kind];
    if (part === undefined) continue;
    if (before !== undefined) write(objects, part, before, before);
    else if (after !== undefined && part !== 'bindingRules') objects[part] = without(objects, part, after);
  }
  return { ...consul, ...objects };
}

/** The world as the plan leaves it. What goes, goes first; with an auth method, Consul deletes its binding rules. */
export function consulAfter(consul: ConsulWorld, effects: readonly Effect[]): ConsulWorld {
  const objects: Objects = { ...consul };
  for (const { kind, removes, before } of effects) {
    const part = parts[kind];
    if (part === undefined || !removes || before === undefined) continue;
    const gone = objects[part].filter((one) => isThe(part, one, before));
    objects[part] = without(objects, part, before);
    if (part === 'authMethods') objects.bindingRules = objects.bindingRules.filter((rule) => !isOf(rule, before));
    if (part === 'policies') objects.roles = objects.roles.map((role) => withoutLinks(role, before, gone));
  }
  for (const { kind, removes, before, after, counts } of effects) {
    const part = parts[kind];
    if (part !== undefined && after !== undefined && counts) write(objects, part, removes ? undefined : before, after);
  }
  return { ...consul, ...objects };
}

/** Puts `held` where `old` stands, under its id, so that links by id hold. */
function write(objects: Objects, part: Part, old: Held | undefined, held: Held): void {
  const name = part === 'bindingRules' ? { AuthMethod: held.identity.parent } : { Name: held.identity.name };
  const at = old === undefined ? -1 : objects[part].findIndex((one) => isThe(part, one, old));
  const there = objects[part][at];
  const id = there?.['ID'] ?? (part === 'authMethods' ? undefined : old?.id);
  const made = { ...(id === undefined ? {} : { ID: id }), ...name, ...held.api };
  objects[part] = there === undefined ? [...objects[part], made] : objects[part].with(at, made);
}

function without(objects: Objects, part: Part, held: Held): readonly ApiObject[] {
  return objects[part].filter((one) => !isThe(part, one, held));
}

function isThe(part: Part, one: ApiObject, { identity, id, api }: Held): boolean {
  if (part !== 'bindingRules') return typeof one['Name'] === 'string' && sameName(one['Name'], identity.name);
  if (one['ID'] !== undefined) return one['ID'] === id;
  // Rules have no names: without an id, what they say is all there is to know them by.
  const said = toApi(bindingRule.fields, fromApi(bindingRule.fields, one));
  return isOf(one, { identity: { name: identity.parent ?? '' } }) && isDeepStrictEqual(said, api);
}

function isOf(rule: ApiObject, { identity }: Pick<Held, 'identity'>): boolean {
  return typeof rule['AuthMethod'] === 'string' && sameName(rule['AuthMethod'], identity.name);
}

/** Consul drops the links to a policy that is gone, and keeps the role. */
function withoutLinks(role: ApiObject, { identity }: Held, gone: readonly ApiObject[]): ApiObject {
  const links = role['Policies'];
  if (!Array.isArray(links)) return role;
  const ids = new Set<unknown>(gone.map((one) => one['ID']).filter((id) => id !== undefined));
  const kept = links.filter(
    (link: unknown) =>
      !isObject(link) ||
      !(ids.has(link['ID']) || (typeof link['Name'] === 'string' && sameName(link['Name'], identity.name))),
  );
  return kept.length === links.length ? role : { ...role, Policies: kept };
}
