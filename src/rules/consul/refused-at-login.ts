import { about } from '../about.ts';
import { linkOf } from '../link-of.ts';
import type { Look } from '../look.ts';
import { probe, sorts, type Sort } from '../probe.ts';

/** A method that refuses what Nomad signs for a plain service or task, and in which words. */
export interface Refused {
  readonly method: string;
  readonly error: string;
  readonly who: readonly Sort[];
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Logins that fail before any binding rule is looked at, by method and words. */
export function refusedAtLogin(look: Look): readonly Refused[] {
  const all = new Map<string, Refused>();
  for (const sort of sorts) {
    const chain = probe(look)[sort];
    const login = linkOf(chain, 'login');
    if (login?.state !== 'broken' || !('authMethod' in login.at) || login.error === null) continue;
    const { authMethod: method } = login.at;
    if (look.authMethod(method) === undefined) continue;
    const { error } = login;
    const key = JSON.stringify([method, error]);
    const claims = linkOf(chain, 'claims')?.claims ?? {};
    all.set(key, { method, error, claims, who: [...(all.get(key)?.who ?? []), sort] });
  }
  return [...all.values()];
}

/** What, besides the method itself, may be why it refuses. */
export function behindRefusal(method: string): readonly string[] {
  return [
    about.agentIdentity('consul-service'),
    about.agentIdentity('consul-task'),
    about.agentLogin('consul'),
    about.issuer,
    about.keyring,
    about.authMethod(method),
  ];
}

/** Whether the words are about the audience. */
export function isAboutAudience(error: string): boolean {
  return /\baud(ience)? claim\b/.test(error);
}
