import type { Severity } from '../../model/finding.ts';
import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { usualRole } from './roles-in-use.ts';
import { identityOf } from '../agent/missing-identity.ts';
import { change } from '../change.ts';
import type { Look } from '../look.ts';
import { behind, severityOf, tasksOf, vaultLogins, type VaultLogin } from './vault-logins.ts';

function bound(look: Look, mount: string, role: string): string {
  const audiences = look.mount(mount)?.roles[role]?.['bound_audiences'];
  return Array.isArray(audiences) && audiences.length > 0 ? audiences.map(String).join(', ') : 'no audience';
}

export default defineRule({
  id: 'vault/audience-mismatch',
  title: 'a role is bound to other audiences than those that Nomad writes',
  cases: ['CL-02', 'CL-03', 'UP-07', 'VR-02'],
  severity: 'error',
  reads: ['vault/objects'],
  why: 'Vault compares the `aud` of a JWT with `bound_audiences` of the role: `audience claim does not match any expected audience`. Since 1.17 a role without any refuses every JWT that has an audience: `audience claim found in JWT but no audiences bound to the role`.',
  fix: "Give the role the audience that stands in the servers' `default_identity` (`bound_audiences` in the spec), or change `aud` there and register the jobs again.",
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The role is bound to vault.example.com, and the servers write vault.io.',
      world: (healthy) => change.jwtRole(healthy, { bound_audiences: ['vault.example.com'] }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    // One wrong audience is one cause, however many roles are bound to the right one.
    const alike = new Map<string, [Mismatch, ...Mismatch[]]>();
    for (const one of mismatches(look)) {
      const key = JSON.stringify([
        bound(look, one.login.mount, one.login.role),
        one.audiences,
        one.login.error === null,
      ]);
      const others = alike.get(key);
      if (others === undefined) alike.set(key, [one]);
      else others.push(one);
    }
    for (const all of alike.values()) {
      const [{ login, audiences }, ...others] = all;
      const { mount, role, error } = login;
      const [address = '', ...rest] = new Set(all.map((one) => about.jwtRole(one.login.mount, one.login.role)));
      const severity = worst(all.map((one) => severityOf(look, one.login)));
      yield {
        message: `${rolesInWords(all)} ${rest.length === 0 ? 'is' : 'are'} bound to ${bound(look, mount, role)}, and Nomad writes ${audiences.join(', ') || 'no audience'}${error === null ? ' for jobs that are registered from now on' : ''}`,
        about: address,
        ...(rest.length > 0 && { alsoAbout: rest }),
        blames: [...new Set(all.flatMap((one) => behind(one.login)))],
        subject: { object: address },
        origin: look.originOf(address),
        path: 'bound_audiences',
        severity,
        evidence: {
          error,
          tasks: all.reduce((sum, one) => sum + tasksOf(look, one.login).length, 0),
          aud: audiences,
          ...(others.length > 0 && { roles: [address, ...rest] }),
        },
      };
    }
  },
});

interface Mismatch {
  readonly login: VaultLogin;
  readonly audiences: readonly string[];
}

/** Each login that fails for its audience, or would when its job is registered again. */
function* mismatches(look: Look): Generator<Mismatch> {
  const given = identityOf(look.settings, 'vault-default')?.['Audience'];
  for (const login of vaultLogins(look)) {
    const { mount, role, error } = login;
    const taken = look.mount(mount)?.roles[role]?.['bound_audiences'];
    const isTaken = Array.isArray(given) && Array.isArray(taken) && given.some((one) => taken.includes(one));
    const written = { then: audiencesIn(login.claims['aud']), now: audiencesIn(given) };
    if (error === null) {
      // Jobs that were registered before keep the audience of then, and get the one of now next time.
      if (isTaken || written.now.length === 0 || role !== usualRole(look, mount)) continue;
      if (audiencesIn(taken).length === 0 || login.tasks.length === 0) continue;
    } else if (!/audience/.test(error) || isTaken) continue; // Where it takes what the servers give, a job has written another one.
    yield { login, audiences: error === null ? written.now : written.then };
  }
}

/** `role web of auth/jwt-nomad`, `roles api, web of auth/jwt-nomad` */
function rolesInWords(all: readonly Mismatch[]): string {
  const byMount = new Map<string, Set<string>>();
  for (const { login } of all) byMount.set(login.mount, (byMount.get(login.mount) ?? new Set()).add(login.role));
  return [...byMount]
    .map(([mount, roles]) => `${roles.size === 1 ? 'role' : 'roles'} ${[...roles].join(', ')} of auth/${mount}`)
    .join(' and ');
}

function worst(all: readonly Severity[]): Severity {
  return (['error', 'warning'] as const).find((one) => all.includes(one)) ?? 'info';
}

function audiencesIn(aud: unknown): readonly string[] {
  return [aud ?? []].flat().map(String);
}
