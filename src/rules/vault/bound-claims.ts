import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { behind, severityOf, vaultLogins } from './vault-logins.ts';

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
      if (error === null || !/bound claim|claim .* is missing|sub claim|invalid subject/.test(error)) continue;
      const address = about.jwtRole(mount, role);
      yield {
        message: `role ${role} of auth/${mount} does not fit ${
          login.tasks
            .map(({ of, task }) => `${of.job.id}/${task?.name ?? ''}`)
            .slice(0, 3)
            .join(', ') || 'plain tasks'
        }: ${error}`,
        about: address,
        blames: behind(login),
        subject: { object: address },
        origin: look.originOf(address),
        path: 'bound_claims',
        severity: severityOf(look, login),
        evidence: { error, tasks: login.tasks.length },
      };
    }
  },
});
