import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { rolesInUse } from './roles-in-use.ts';
import { severityOf, vaultLogins } from './vault-logins.ts';

export default defineRule({
  id: 'vault/bound-addresses',
  title: 'a role is for some networks only',
  cases: ['VR-09'],
  severity: 'info',
  reads: ['vault/objects'],
  why: 'With `token_bound_cidrs` a login from any other address fails with `permission denied` and nothing more. It is the address of the Nomad client that counts.',
  fix: 'Let the networks hold all clients, or take `token_bound_cidrs` out.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The role is for 10.0.0.0/8.',
      world: (healthy) => change.jwtRole(healthy, { token_bound_cidrs: ['10.0.0.0/8'] }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { mount, name, role } of rolesInUse(look)) {
      const networks = role['token_bound_cidrs'];
      if (!Array.isArray(networks) || networks.length === 0) continue;
      const address = about.jwtRole(mount, name);
      const refused = vaultLogins(look).find(
        (login) => login.mount === mount && login.role === name && login.error === 'permission denied',
      );
      yield {
        message: `role ${name} of auth/${mount} lets in ${networks.join(', ')} only${refused === undefined ? '' : ', where no client is that runs its tasks'}`,
        about: address,
        subject: { object: address },
        origin: look.originOf(address),
        path: 'token_bound_cidrs',
        ...(refused && { severity: severityOf(look, refused) }),
        evidence: { networks },
      };
    }
  },
});
