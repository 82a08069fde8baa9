import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { behind, roleRefusal, severityOf, vaultLogins } from './vault-logins.ts';

/** What other rules know more about. */
const handled =
  /audience|bound claim|claim .* is missing|sub claim|invalid subject|^claim .*not found in token|could not be converted|oidc role_type|could not load configuration|^permission denied$/;

export default defineRule({
  id: 'vault/login-refused-by-role',
  title: 'a role refuses the JWTs of the tasks that use it',
  cases: ['VR-08', 'VR-09', 'CL-11', 'CL-10', 'CL-13'],
  severity: 'error',
  reads: ['vault/objects'],
  why: 'The login was tried by the rules of Vault with the JWT that Nomad signs, and is refused with the text shown, for a reason that lies in the role or in the configuration of its mount.',
  fix: 'The text names the check that fails; `wid explain` shows every step before it.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The role maps a claim to a name that is too long for metadata.',
      world: (healthy) => change.jwtRole(healthy, { claim_mappings: { nomad_job_id: 'x'.repeat(129) } }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const login of vaultLogins(look)) {
      const { mount, role, error } = login;
      if (
        error === null ||
        !(!handled.test(error) && role !== '' && Object.hasOwn(look.mount(mount)?.roles ?? {}, role))
      )
        continue;
      const refused = roleRefusal(look, mount, role);
      if (refused?.member[0] === 'role_type') continue;
      const address = about.jwtRole(mount, role);
      yield {
        message:
          refused === undefined
            ? `role ${role} of auth/${mount} refuses a login: ${error}`
            : `Vault will not take role ${role} of auth/${mount}: ${refused.text}`,
        about: address,
        blames: [...behind(login), address],
        subject: { object: address },
        origin: look.originOf(address),
        ...(refused === undefined ? {} : { path: refused.member.join('/') }),
        severity: severityOf(look, login),
        evidence: { error: refused?.text ?? error, tasks: login.tasks.length },
      };
    }
  },
});
