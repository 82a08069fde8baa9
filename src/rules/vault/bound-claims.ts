import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { memberAt } from '../member-at.ts';
import { isObject } from '../../validation/object.ts';
import type { ApiObject } from '../../model/api-object.ts';
import type { Look } from '../look.ts';
import { behind, severityOf, tasksOf, vaultLogins, type VaultLogin } from './vault-logins.ts';

export default defineRule({
  id: 'vault/bound-claims',
  title: 'the bound claims of a role do not fit the tasks that use it',
  cases: ['VR-08'],
  severity: 'error',
  reads: ['vault/objects'],
  why: 'Each of `bound_claims` must be in the JWT with one of the values: `claim "…" does not match any associated bound claim values`, or `is missing`. A `*` is taken for itself unless `bound_claims_type` is `glob`. `bound_subject` must fit whole, and Nomad\'s subjects hold the allocation\'s job, group and task.',
  fix: 'Bind claims and values that the tasks have (`wid explain` shows them), or let the tasks name another role.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The role is bound to another namespace.',
      world: (healthy) => change.jwtRole(healthy, { bound_claims: { nomad_namespace: ['prod'] } }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const login of vaultLogins(look)) {
      const { mount, role, error } = login;
      const bound = boundOf(look, login);
      const never = error === null ? Object.keys(bound).find((claim) => isOfOneLogin(claim, bound[claim])) : undefined;
      if (
        never === undefined &&
        (error === null || !/bound claim|claim .* is missing|sub claim|invalid subject/.test(error))
      )
        continue;
      const address = about.jwtRole(mount, role);
      yield {
        message:
          never === undefined
            ? `role ${role} of auth/${mount} does not fit ${whoseLogin(login)}: ${error ?? ''}${compared(login, bound)}`
            : `role ${role} of auth/${mount} is bound to one ${never} (${textOf(bound[never])}), and each allocation has another`,
        about: address,
        blames: behind(login),
        subject: { object: address },
        origin: look.originOf(address),
        path: 'bound_claims',
        severity: severityOf(look, login),
        evidence: { error, tasks: tasksOf(look, login).length },
      };
    }
  },
});

function boundOf(look: Look, { mount, role }: VaultLogin): ApiObject {
  const roles = look.mount(mount)?.roles ?? {};
  const found = Object.hasOwn(roles, role) ? roles[role] : undefined;
  const claims = found?.['bound_claims'];
  return isObject(claims) ? claims : {};
}

/** A value that no later login has, unless it is left open by a star. */
function isOfOneLogin(claim: string, values: unknown): boolean {
  if (!/^\/?(?:nomad_allocation_id|jti|exp|nbf|iat)$/.test(claim)) return false;
  return [values].flat().every((one) => !String(one).includes('*'));
}

function whoseLogin({ tasks }: VaultLogin): string {
  const names = tasks.map(({ of, task }) => `${of.job.id}/${task?.name ?? ''}`);
  return names.slice(0, 3).join(', ') || 'plain tasks';
}

/** The two sides of what does not match. */
function compared({ error, claims }: VaultLogin, bound: ApiObject): string {
  const claim = /^error validating claims: claim "([^"]+)" does not match/.exec(error ?? '')?.[1];
  if (claim === undefined) return '';
  const own = claim.startsWith('/') ? memberAt(claims, claim.slice(1)) : claims[claim];
  return own === undefined ? '' : ` (bound to ${textOf(bound[claim])}; the JWT has ${textOf(own)})`;
}

function textOf(value: unknown): string {
  return [value].flat().map(String).join(', ') || 'nothing';
}
