import type { ApiObject } from '../../model/api-object.ts';
import { readAuthMethod, type AuthMethod } from '../../validation/consul/auth-method.ts';
import type { Look } from '../look.ts';
import type { Sort } from '../probe.ts';

/** The names of the auth methods that Nomad's clients log in with, and who does with which. */
export function methodNames(look: Look): ReadonlyMap<string, ReadonlySet<Sort>> {
  const names = new Map<string, Set<Sort>>();
  if (isForOthers(look, look.world.consul?.authMethods ?? [])) return names;
  const settings = look.clients.length === 0 ? [look.settings] : look.clients.map((one) => look.settingsOf(one));
  for (const { logins } of settings)
    for (const [name, sort] of [
      [logins.serviceAuthMethod, 'service'],
      [logins.taskAuthMethod, 'task'],
    ] as const)
      names.set(name, (names.get(name) ?? new Set()).add(sort));
  return names;
}

/**
 * Whether what was given is about issuers other than Nomad, such as Kubernetes: no agent and no job, and nothing at which
 * one could log in goes by a claim or a name of Nomad's.
 */
export function isForOthers({ world, settings }: Look, places: readonly unknown[]): boolean {
  if (world.nomad !== undefined || places.length === 0) return false;
  const { serviceAuthMethod, taskAuthMethod, vaultMount } = settings.logins;
  const text = JSON.stringify(places);
  return !['nomad_', serviceAuthMethod, taskAuthMethod, vaultMount].some((sign) => text.includes(sign));
}

export interface MethodInUse {
  readonly name: string;
  readonly object: ApiObject;
  readonly method: AuthMethod;
}

/** Those of them that exist and take JWTs. */
export function methodsInUse(look: Look): readonly MethodInUse[] {
  return [...methodNames(look).keys()].flatMap((name) => {
    const object = look.authMethod(name);
    if (object === undefined || object['Type'] !== 'jwt') return [];
    return [{ name, object, method: readAuthMethod(object) }];
  });
}

/** As in a sentence. */
export function sortsInWords(all: Iterable<Sort>): string {
  return [...new Set(all)].map((sort) => `${sort}s`).join(' and ');
}
